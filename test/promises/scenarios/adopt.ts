/** `adopt`: a key that a person has made by hand is adopted, where a mint would be. */
import { type Scenario, upInPlace } from "./scenario";

type Told = "alone" | "and its value";

/** What the program says to adopt such a key. */
function adopting(told: Told): NonNullable<Scenario["inputs"]> {
  return ({ strangers, ledger }, vendor) => {
    const key = strangers.mint(vendor, { by: "a person" });
    return { adopt: { keyId: key.id, ...(told === "alone" ? {} : { value: ledger.valueOf(key) }) } };
  };
}

export const adoptScenarios = (["alone", "and its value"] as const).map(
  (told): Scenario => ({ operation: "adopt", given: `the id ${told}`, inputs: adopting(told), command: "up" }),
);

const withoutValue = { given: "adopted without its value", inputs: adopting("alone") } as const;

/**
 * For vendors where an adopted key may be the very token of the run, and where its last use tells. Before such a key is revoked, the
 * run looks whether it was used meanwhile.
 */
export const usedMeanwhile: readonly Scenario[] = [
  { operation: "revoke", ...withoutValue, before: [{ command: "up" }], command: "destroy" },
  {
    operation: "retire",
    ...withoutValue,
    before: [upInPlace("one"), { ...upInPlace("two"), isAdoptRemoved: true }],
    command: "up",
    isLater: true,
  },
];
