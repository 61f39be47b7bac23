/** Pulumi never replaces a protected resource. Without an overlap, a protected key never rotates, and fails the whole preview once due. */
import { keyPolicy } from "../key-policy";

export const protectedKeyOverlap = keyPolicy({
  name: "protected-key-overlap",
  description: "A protected key has an overlap: it cannot be replaced.",
  severity: "high",
  level: "mandatory",
  steps: "Set `rotation.overlap`, or take `protect` off the key.",
  settings: {},
  violation({ isProtected, overlap }) {
    if (!isProtected || overlap !== undefined) return undefined;
    return "when it is to be changed for a new one, the preview of the whole stack fails: set `rotation.overlap`";
  },
});
