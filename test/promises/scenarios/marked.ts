/**
 * For vendors whose keys bear a marker. After a lost answer, the marker proves that the key is ours, and a run revokes the key. That
 * revoke may fail, too.
 */
import { afterCommit, ok } from "../../../emulator/index";
import type { VendorKit } from "../../vendors/kit";
import { commands, lost, pending, type Scenario, unavailable } from "./scenario";

/** How the revoke fails, and which requests follow: one for the key, and lists where the vendor says that it has no such key. */
function failuresOf({ routes }: VendorKit) {
  return [
    { words: "its revoke not done", revoke: [unavailable], routes: [routes.find ? "find" : "list"] },
    { words: "its revoke unanswered", revoke: [afterCommit(unavailable)], routes: ["find", "list"] },
  ] as const;
}

export function markedScenarios(kit: VendorKit): readonly Scenario[] {
  const failures = failuresOf(kit);
  const settles = failures.map(
    ({ words, revoke, routes }): Scenario => ({
      operation: "settle",
      given: `answer lost, created, ${words}`,
      command: "up",
      scripts: { mint: [lost.created, ok], revoke },
      routes,
    }),
  );
  const settledLater = commands.flatMap((command) =>
    failures.map(
      ({ words, revoke, routes }): Scenario => ({
        operation: `settle by ${command}`,
        given: `answer lost, created, ${words}`,
        before: pending("created"),
        command,
        scripts: { revoke },
        routes,
      }),
    ),
  );
  return [...settles, listedLate, ...settledLater];
}

const listedLate: Scenario = {
  operation: "settle",
  given: "answer lost, created, listed late",
  command: "up",
  scripts: { mint: [{ ...lost.created, lag: { lists: 2 } }, ok] },
  routes: ["list", "revoke"],
};
