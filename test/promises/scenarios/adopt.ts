/** A key that a person made by hand is adopted, in place of a mint. */
import { type Scenario, upInPlace } from "./scenario";

type Told = "alone" | "and its value";

/** The inputs that adopt such a key. */
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
 * For vendors where an adopted key may be the run's own token, and where the key's last use would show that. Before a run revokes such a
 * key, it asks whether the key was used meanwhile.
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
