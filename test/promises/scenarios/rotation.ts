/** Keys of any vendor that rotate: a new key, or a lost answer, stands beside the key in use. */
import { ok } from "../../../emulator/index";
import { isMarked, type VendorKit } from "../../vendors/kit";
import { commands, lost, outcomes, pendingRotation, type Scenario, upAsReplacement, upInPlace } from "./scenario";

const rotated = [upInPlace("one"), upInPlace("two")];
const stillLives = { given: "the previous key still lives", before: rotated } as const;

function ordinary(kit: VendorKit): readonly Scenario[] {
  return [
    { operation: "rotate", before: [upInPlace("one")], ...upInPlace("two") },
    { operation: "rotate", ...stillLives, ...upInPlace("three") },
    {
      operation: "rotate",
      given: "by replacement",
      before: [upAsReplacement("one")],
      ...upAsReplacement("two"),
      // Later runs do not see the replaced record. Without this hour, its key would be as young as the key of the pending mint, and would
      // be named, too.
      isLater: !isMarked(kit),
      routes: ["list", "mint", "find", "revoke"],
    },
    { operation: "retire", before: rotated, command: "up", isLater: true },
    { operation: "read", ...stillLives, command: "refresh" },
    { operation: "revoke", ...stillLives, command: "destroy" },
  ];
}

const settles = outcomes.map(
  (outcome): Scenario => ({
    operation: "settle",
    given: `a rotation's answer lost, ${outcome}`,
    before: [upInPlace("one")],
    ...upInPlace("two", { mint: [lost[outcome], ok] }),
    routes: ["list", "revoke"],
  }),
);

function settledLater(kit: VendorKit): readonly Scenario[] {
  return commands.flatMap((command) =>
    outcomes.map(
      (outcome): Scenario => ({
        operation: `settle by ${command}`,
        given: `a rotation's answer lost, ${outcome}`,
        before: pendingRotation(kit, outcome),
        command,
        // Once the pending mint is settled, the run also reads, revokes or replaces the key in use.
        routes: ["list", "find", "revoke", "mint"],
      }),
    ),
  );
}

export function rotations(kit: VendorKit): readonly Scenario[] {
  return [...ordinary(kit), ...settles, ...settledLater(kit)];
}
