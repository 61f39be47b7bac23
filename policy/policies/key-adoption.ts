/**
 * An adopted key was made by hand, and its value has been with people.
 *
 * It must never advise only to remove `adopt`. Before the adoption the key would live on unmanaged, after it no new key would be minted.
 */
import { keyPolicy } from "../key-policy";
import { flag } from "../settings";

const instead =
  "If the key is not adopted yet: remove `adopt`, and revoke that key by hand once nobody uses that key. " +
  "If the key is adopted: remove `adopt`, and let a `rotation` with `overlap` replace the key";

export const keyAdoption = keyPolicy({
  name: "key-adoption",
  description: "A key is minted by Pulumi, unless adoption is allowed.",
  severity: "medium",
  level: "advisory",
  steps: `${instead}. Or allow adoption in the settings of this policy, for as long as you adopt keys.`,
  settings: { allowed: flag(false, "whether a key may be adopted") },
  violation({ adopt }, { allowed }) {
    if (allowed || adopt !== true) return undefined;
    return `people have seen the key's value. ${instead}`;
  },
});
