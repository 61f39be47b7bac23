/** What the matrix has of Resend: whether a key whose value is not known may be the one that asks is told by whether it is used meanwhile. */
import { adopting } from "../../promises/scenarios/adopt";
import { type Scenario, upInPlace } from "../../promises/scenarios/scenario";

const adopted = { given: "adopted without its value", inputs: adopting("alone") } as const;

export const scenarios: readonly Scenario[] = [
  { operation: "revoke", ...adopted, before: [{ command: "up" }], command: "destroy" },
  {
    operation: "retire",
    ...adopted,
    before: [upInPlace("one"), { ...upInPlace("two"), isAdoptRemoved: true }],
    command: "up",
    isLater: true,
  },
];
