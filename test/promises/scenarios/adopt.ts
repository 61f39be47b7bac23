/** `adopt`: a key that a person has made by hand is taken over, where a mint would be. */
import type { Scenario } from "./scenario";

type Told = "alone" | "and its value";

/** The program of it. */
export function adopting(told: Told): NonNullable<Scenario["inputs"]> {
  return ({ strangers, ledger }, vendor) => {
    const key = strangers.mint(vendor, { by: "a person" });
    return { adopt: { keyId: key.id, ...(told === "alone" ? {} : { value: ledger.valueOf(key) }) } };
  };
}

export const adoptScenarios = (["alone", "and its value"] as const).map(
  (told): Scenario => ({ operation: "adopt", given: `the id ${told}`, inputs: adopting(told), command: "up" }),
);
