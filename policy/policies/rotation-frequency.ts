/** How often a key rotates. With a very great age in `rotation.every` it never would. */
import { type Key, undecided, type Written } from "../key";
import { keyPolicy, replacesAtOnce } from "../key-policy";
import { count } from "../settings";

const yearMs = 365 * 86_400_000;

export const rotationFrequency = keyPolicy({
  name: "rotation-frequency",
  description: "A key that rotates does so at least `timesAYear`.",
  severity: "medium",
  level: "mandatory",
  steps: `Shorten \`rotation.every\`; where the key rotates before its expiry, shorten \`expiresIn\`. ${replacesAtOnce("`expiresIn`")}`,
  settings: { timesAYear: count(6, 1, "how many rotations there are at least in 365 days") },
  violation(key, { timesAYear }) {
    const cycles = cyclesOf(key).filter((cycle) => cycle !== undefined);
    if (cycles.length === 0 || cycles.includes(undecided)) return undefined;
    // The shorter cycle counts.
    const cycle = Math.min(...cycles.filter((cycle) => cycle !== undecided));
    if (cycle * timesAYear <= yearMs) return undefined;
    const shorten =
      key.every === undefined ? `shorten \`expiresIn\`. ${replacesAtOnce("`expiresIn`")}` : "shorten `rotation.every`";
    return `it rotates fewer than ${timesAYear} times a year: ${shorten}`;
  },
});

/** The time from one rotation to the next, by `every` and by `beforeExpiry`. */
function cyclesOf({ every, beforeExpiry, expiresIn }: Key): Written<number>[] {
  const untilNear =
    typeof expiresIn === "number" && typeof beforeExpiry === "number" ? expiresIn - beforeExpiry : undecided;
  return [every, beforeExpiry === undefined ? undefined : untilNear];
}
