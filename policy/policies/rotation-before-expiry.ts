/** A key rotates only when something runs, so some runs may be missed before the key expires. */
import { type Key, undecided } from "../key";
import { keyPolicy, replacesAtOnce } from "../key-policy";
import { count, duration } from "../settings";

const price = replacesAtOnce("`expiresIn`", "`expiresAt`");

export const rotationBeforeExpiry = keyPolicy({
  name: "rotation-before-expiry",
  description: "A rotation leaves room for `missedRuns` before the key expires.",
  severity: "high",
  level: "mandatory",
  steps: `Lengthen \`rotation.beforeExpiry\`, or shorten \`rotation.every\`, or lengthen \`expiresIn\`; write \`expiresIn\` in place of \`expiresAt\`. ${price}`,
  settings: {
    runInterval: duration("1d", "how long it is from one `pulumi up` of the schedule to the next"),
    missedRuns: count(2, 0, "how many of them in a row may not happen"),
  },
  violation(key, { runInterval, missedRuns }) {
    if (typeof key.expiresAt === "number" && typeof key.every === "number") {
      return `each new key would expire when the first one does: write \`expiresIn\` in place of \`expiresAt\`. ${price}`;
    }
    const room = roomOf(key);
    // The first run after a rotation falls due may come a whole interval later. The missed runs are counted on top.
    if (room === undefined || room >= (missedRuns + 1) * runInterval.milliseconds) return undefined;
    return `with ${missedRuns} missed runs, ${runInterval.text} apart, the key would expire before it rotates. Leave ${missedRuns + 1} times ${runInterval.text} from the rotation to the expiry: lengthen \`rotation.beforeExpiry\` or shorten \`rotation.every\``;
  },
});

/** The time from when a rotation falls due to the expiry; nothing where there is none, or where it is not certain. */
function roomOf({ expiresIn, every, beforeExpiry }: Key): number | undefined {
  if (typeof expiresIn !== "number" || every === undecided || beforeExpiry === undecided) return undefined;
  const rooms = [
    ...(every === undefined ? [] : [expiresIn - every]),
    ...(beforeExpiry === undefined ? [] : [beforeExpiry]),
  ];
  return rooms.length === 0 ? undefined : Math.max(...rooms);
}
