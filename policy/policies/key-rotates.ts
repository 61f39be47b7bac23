/** A key rotates by the clock. Only this policy can mend a violation by itself: it adds the missing rotation. */
import { type Key, undecided } from "../key";
import { keyPolicy } from "../key-policy";
import { duration, type Span } from "../settings";

export const keyRotates = keyPolicy({
  name: "key-rotates",
  description: "A key rotates by its age or before its expiry.",
  severity: "high",
  level: "mandatory",
  steps:
    'Set `rotation.every`, as "30d", or `rotation.beforeExpiry`; or give this policy the level `remediate`, which adds the rotation of its settings.',
  settings: {
    every: duration("30d", "the `rotation.every` that the level `remediate` adds"),
    overlap: duration("24h", "the `rotation.overlap` that it adds, where there is none"),
  },
  violation({ definition, rotation, every, beforeExpiry, adopt }) {
    if (rotation === undecided || every !== undefined) return undefined;
    if (beforeExpiry === undefined) {
      return `this ${definition.noun} would never be changed for a new one: set \`rotation.every\``;
    }
    if (adopt !== true) return undefined;
    return "the key that it adopts may have no expiry, and would then never be changed for a new one: set `rotation.every`";
  },
  mend(key, { every, overlap }) {
    if (!isSafe(key, every, overlap)) return undefined;
    return (props) => {
      props.rotation ??= {};
      props.rotation.every = every.text;
      if (key.overlap === undefined) props.rotation.overlap = overlap.text;
    };
  },
});

/**
 * Whether a rotation may be added. With an overlap nothing is replaced: a protected key can rotate too, and consumers get the new key
 * before the previous key goes. The resource's check runs before the policies, so nothing may be added that it would refuse.
 */
function isSafe({ expiresIn, expiresAt, overlap }: Key, every: Span, added: Span): boolean {
  if (typeof expiresIn === "number" && expiresIn <= every.milliseconds) return false;
  // Each new key would expire when the first one does.
  if (expiresAt !== undefined) return false;
  if (overlap === undecided) return false;
  return (overlap ?? added.milliseconds) < every.milliseconds;
}
