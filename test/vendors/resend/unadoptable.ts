/** Which keys of Resend must not be adopted, and why. */
import { notThere, revokedKey, strangersKey, type Unadoptable } from "../unadoptable";

export const unadoptable: readonly Unadoptable[] = [
  {
    is: "one of another account",
    why: notThere,
    adopt: (emulator) => ({ keyId: strangersKey(emulator, "resend", { account: "other" }).id }),
  },
  { is: "a revoked one", why: notThere, adopt: (emulator) => ({ keyId: revokedKey(emulator, "resend").id }) },
  {
    is: "one with the value of no live key",
    why: /`adopt.value` opens no live key at Resend/,
    adopt: (emulator) => ({
      keyId: strangersKey(emulator, "resend").id,
      value: emulator.ledger.valueOf(revokedKey(emulator, "resend")),
    }),
  },
];
