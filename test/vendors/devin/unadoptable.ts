/** Which keys of Devin must not be adopted, and why. */
import type { Emulator } from "../../../emulator/index";
import { notThere, revokedKey, strangersKey, type Unadoptable } from "../unadoptable";

export const unadoptable: readonly Unadoptable[] = [
  {
    is: "the one that the run authenticates with",
    why: /it is the key that this run authenticates with/,
    adopt: (emulator) => ({ keyId: personalKey(emulator, "admin") }),
  },
  {
    is: "a personal one",
    why: /it is a person's, not a service key/,
    adopt: (emulator) => {
      emulator.tokens.issue("devin", { name: "colleague" });
      return { keyId: personalKey(emulator, "colleague") };
    },
  },
  {
    is: "one of another org",
    why: notThere,
    adopt: (emulator) => ({ keyId: strangersKey(emulator, "devin", { scope: "org-other" }).id }),
  },
  {
    is: "one of another enterprise",
    why: notThere,
    adopt: (emulator) => ({ keyId: strangersKey(emulator, "devin", { account: "other" }).id }),
  },
  { is: "a revoked one", why: notThere, adopt: (emulator) => ({ keyId: revokedKey(emulator, "devin").id }) },
  {
    is: "one with another's value",
    why: /`adopt.value` is not the value of this key: correct `adopt.value` or `adopt.keyId`/,
    adopt: (emulator) => ({
      keyId: strangersKey(emulator, "devin").id,
      value: emulator.ledger.valueOf(strangersKey(emulator, "devin")),
    }),
  },
];

function personalKey({ ledger }: Emulator, name: string): string {
  return ledger.keys.find(({ isPersonal, mintedBy }) => isPersonal && mintedBy === name)?.id ?? "";
}
