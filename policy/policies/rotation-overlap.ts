/** How long two keys are live at once: long enough for consumers outside the stack, and no longer. */
import { undecided } from "../key";
import { keyPolicy } from "../key-policy";
import { duration } from "../settings";

export const rotationOverlap = keyPolicy({
  name: "rotation-overlap",
  description: "A rotation has an overlap from `minOverlap` to `maxOverlap`.",
  severity: "medium",
  level: "mandatory",
  steps: 'Set `rotation.overlap`, as "24h".',
  settings: {
    minOverlap: duration("1h", "the shortest overlap"),
    maxOverlap: duration("7d", "the longest overlap"),
  },
  violation({ rotation, overlap }, { minOverlap, maxOverlap }) {
    if (rotation !== true || overlap === undecided) return undefined;
    const range = `from ${minOverlap.text} to ${maxOverlap.text}`;
    if (overlap === undefined)
      return `the replaced key would be revoked in the same up: set \`rotation.overlap\`, ${range}`;
    if (overlap >= minOverlap.milliseconds && overlap <= maxOverlap.milliseconds) return undefined;
    const violation =
      overlap < minOverlap.milliseconds
        ? "the previous key would be revoked too soon"
        : "two keys would be valid for too long";
    return `${violation}: set \`rotation.overlap\` ${range}`;
  },
});
