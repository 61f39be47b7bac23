/** How many keys of a resource were live at each instant, from the lives that the emulator's ledger tells. */
import type { Key } from "../../emulator/index";

export interface Extent {
  readonly least: number;
  readonly greatest: number;
}

/** The least and the greatest count between the first mint and `until`. */
export function liveAtOnce(keys: readonly Key[], until: number): Extent {
  const ends = (key: Key) =>
    Math.min(key.revokedAt ?? Number.POSITIVE_INFINITY, key.expiresAt ?? Number.POSITIVE_INFINITY);
  const from = Math.min(...keys.map(({ createdAt }) => createdAt));
  // The count changes only where a key begins or ends: a key is live at its first instant, and no more at its last.
  const instants = keys.flatMap((key) => [key.createdAt, ends(key)]).filter((at) => at >= from && at < until);
  const counts = instants.map((at) => keys.filter((key) => key.createdAt <= at && at < ends(key)).length);
  return { least: Math.min(...counts), greatest: Math.max(...counts) };
}
