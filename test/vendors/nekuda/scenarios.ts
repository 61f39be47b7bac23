/** The scenarios that only nekuda has: with `onDelete: "delete"`, the key's row is deleted after the revoke. */
import { type Scenario, upInPlace } from "../../promises/scenarios/scenario";

const rowDeleted = {
  given: "its row deleted",
  inputs: () => ({ onDelete: "delete" }),
  routes: ["find", "revoke", "discard"],
} as const;

export const scenarios: readonly Scenario[] = [
  { operation: "revoke", ...rowDeleted, before: [{ command: "up" }], command: "destroy", mayKeepRevoked: true },
  {
    operation: "retire",
    ...rowDeleted,
    before: [upInPlace("one"), upInPlace("two")],
    command: "up",
    isLater: true,
  },
];
