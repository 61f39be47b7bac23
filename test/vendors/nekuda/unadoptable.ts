/** Which keys of nekuda must not be adopted, and why. */
import { notThere, revokedKey, strangersKey, type Unadoptable } from "../unadoptable";

export const unadoptable: readonly Unadoptable[] = [
  {
    is: "one of another account",
    why: notThere,
    adopt: (emulator) => ({ keyId: strangersKey(emulator, "nekuda", { account: "other" }).id }),
  },
  {
    is: "a revoked one",
    why: /it is revoked: remove `adopt`/,
    adopt: (emulator) => ({ keyId: revokedKey(emulator, "nekuda").id }),
  },
  {
    is: "one with another's value",
    why: /`adopt.value` is (not the value of this|the value of another) key/,
    adopt: (emulator) => ({
      keyId: strangersKey(emulator, "nekuda").id,
      value: emulator.ledger.valueOf(strangersKey(emulator, "nekuda")),
    }),
  },
];
