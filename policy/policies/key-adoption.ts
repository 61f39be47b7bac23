/** An adopted key was made by hand, and its value has been with people. */
import { keyPolicy } from "../key-policy";
import { flag } from "../settings";

export const keyAdoption = keyPolicy({
  name: "key-adoption",
  description: "A key is minted by Pulumi, unless adoption is allowed.",
  severity: "medium",
  level: "advisory",
  steps:
    "Take `adopt` out, so that a new key is minted; or allow adoption in the settings of this policy while it lasts.",
  settings: { allowed: flag(false, "whether a key may be adopted") },
  fault({ adopt }, { allowed }) {
    if (allowed || adopt !== true) return undefined;
    return "its value has been with people: take `adopt` out, so that a new key is minted";
  },
});
