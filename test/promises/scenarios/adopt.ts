/** `adopt`: a key that a person has made by hand is adopted, where a mint would be. */
import { type Scenario, upInPlace } from "./scenario";

type Told = "alone" | "and its value";

/** The program of it. */
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

/** Where such a key may be the one that asks, and whether it is used meanwhile tells: before it is revoked that is looked at. */
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
