/** Which keys of Kosli must not be adopted, and why. */
import { notThere, revokedKey, strangersKey, type Unadoptable } from "../unadoptable";

export const unadoptable: readonly Unadoptable[] = [
  {
    is: "one of another service account",
    why: notThere,
    adopt: (emulator) => ({ keyId: strangersKey(emulator, "kosli", { scope: "other" }).id }),
  },
  {
    is: "one of another organization",
    why: notThere,
    adopt: (emulator) => ({ keyId: strangersKey(emulator, "kosli", { account: "other", scope: "ci" }).id }),
  },
  { is: "a revoked one", why: notThere, adopt: (emulator) => ({ keyId: revokedKey(emulator, "kosli").id }) },
  {
    is: "an expired one",
    why: /has no live key|it is expired/,
    adopt: (emulator) => ({ keyId: strangersKey(emulator, "kosli", { expiresAt: Date.now() - 1000 }).id }),
  },
  {
    is: "one with the value of no live key",
    why: /`adopt.value` opens no live key at Kosli/,
    adopt: (emulator) => ({
      keyId: strangersKey(emulator, "kosli").id,
      value: emulator.ledger.valueOf(revokedKey(emulator, "kosli")),
    }),
  },
];
