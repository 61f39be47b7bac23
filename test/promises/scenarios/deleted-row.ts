/** nekuda's `onDelete: "delete"`: behind the revoke the key's row is deleted. */
import { kits } from "../../vendors/index";
import { at, type Scenario, upInPlace } from "./scenario";

const { list, revoke, find, discard } = kits.nekuda.routes;

const rowDeleted = { given: "its row deleted", inputs: () => ({ onDelete: "delete" }) } as const;

export const deletedRows: readonly Scenario[] = [
  {
    operation: "revoke",
    ...rowDeleted,
    before: [{ command: "up" }],
    command: "destroy",
    mayKeepRevoked: true,
    requests: [at(find), at(revoke), at(discard)],
  },
  {
    operation: "retire",
    ...rowDeleted,
    before: [upInPlace("one"), upInPlace("two")],
    command: "up",
    isLater: true,
    requests: [at(find), at(revoke), at(discard)],
    sameAs: { retire: [at(list)] },
  },
];
