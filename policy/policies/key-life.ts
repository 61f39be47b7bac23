/** How long one key can be live: until its expiry or, where it has none, until a rotation revokes it. */
import { type Key, undecided } from "../key";
import { keyPolicy, replacesAtOnce } from "../key-policy";
import { duration } from "../settings";

export const keyLife = keyPolicy({
  name: "key-life",
  description: "A key lives no longer than `maxLife`.",
  severity: "high",
  level: "mandatory",
  steps: `Shorten \`expiresIn\` or bring \`expiresAt\` nearer; where a key has no expiry, shorten \`rotation.every\`. ${replacesAtOnce("`expiresIn`", "`expiresAt`")}`,
  settings: { maxLife: duration("90d", "the longest that one key may be valid") },
  violation(key, { maxLife }) {
    const life = lifeOf(key);
    if (life === undefined || life.milliseconds <= maxLife.milliseconds) return undefined;
    return `it could be valid for longer than ${maxLife.text}, which is the most that is allowed: shorten ${life.by}${life.price ?? ""}`;
  },
});

/** A key's life. Nothing where it is not certain, or where nothing bounds it: `key-expires` and `key-rotates` report that. */
function lifeOf({ expiresIn, expiresAt, every, overlap }: Key) {
  const price = (input: string) => `. ${replacesAtOnce(input)}`;
  if (typeof expiresIn === "number") return { milliseconds: expiresIn, by: "`expiresIn`", price: price("`expiresIn`") };
  if (typeof expiresAt === "number")
    return { milliseconds: expiresAt - Date.now(), by: "the way to `expiresAt`", price: price("`expiresAt`") };
  if (expiresIn === undecided || expiresAt === undecided || typeof every !== "number") return undefined;
  if (overlap === undefined || overlap === undecided) return { milliseconds: every, by: "`rotation.every`" };
  return { milliseconds: every + overlap, by: "`rotation.every`, to which `rotation.overlap` is added" };
}
