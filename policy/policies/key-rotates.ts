/** A key is changed for a new one by the clock. The one rule that can be mended without asking: a missing rotation is added. */
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
 * With an overlap nothing is replaced: a protected key can rotate too, and what uses a key has the new one before the previous one
 * goes. What the resource's check would refuse must not be added here, since the check runs before the policies.
 */
function isSafe({ expiresIn, expiresAt, overlap }: Key, every: Span, added: Span): boolean {
  if (typeof expiresIn === "number" && expiresIn <= every.milliseconds) return false;
  // Each new key would end when the first one does.
  if (expiresAt !== undefined) return false;
  if (overlap === undecided) return false;
  return (overlap ?? added.milliseconds) < every.milliseconds;
}
