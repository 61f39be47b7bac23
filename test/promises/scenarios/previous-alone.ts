/**
 * The key in use has gone, revoked by hand, while the previous key still lives: it is not forgotten, and the next up mints in
 * place. Of a young key lists are read until it could no longer be lagging.
 */
import { type Scenario, upInPlace } from "./scenario";

const given = "the previous key lives alone";
const rotated = [upInPlace("one"), upInPlace("two")] as const;
const gone = { command: "refresh", isRevokedByHand: true } as const;
const refreshed = [...rotated, gone] as const;

export const previousAlone: readonly Scenario[] = [
  { operation: "read", given, before: rotated, ...gone, mayKeepRevoked: true },
  { operation: "mint in place", given, before: refreshed, ...upInPlace("two") },
  { operation: "revoke", given, before: refreshed, command: "destroy", mayKeepRevoked: true },
];
