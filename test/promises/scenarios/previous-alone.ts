/**
 * The key in use is revoked by hand while the previous key is still live. The previous key must not be forgotten, and the next up mints in
 * place. If the key in use is young, a run reads lists until a lag could no longer hide it.
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
