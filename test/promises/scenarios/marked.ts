/** A vendor whose keys bear a marker: a key whose mint's answer was lost is proved to be ours, and revoked. That may fail too. */
import { afterCommit, ok } from "../../../emulator/index";
import { commands, lost, pending, type Scenario, unavailable } from "./scenario";

/** What is asked then: the key, and lists that confirm where the vendor says that it has none. */
const failures = [
  { words: "its revoke not done", revoke: [unavailable], routes: ["find"] },
  { words: "its revoke unanswered", revoke: [afterCommit(unavailable)], routes: ["find", "list"] },
] as const;

const settles: readonly Scenario[] = [
  ...failures.map(
    ({ words, revoke, routes }): Scenario => ({
      operation: "settle",
      given: `answer lost, created, ${words}`,
      command: "up",
      scripts: { mint: [lost.created, ok], revoke },
      routes,
    }),
  ),
  {
    operation: "settle",
    given: "answer lost, created, listed late",
    command: "up",
    scripts: { mint: [{ ...lost.created, lag: { lists: 2 } }, ok] },
    routes: ["list", "revoke"],
  },
];

const heals = commands.flatMap((command) =>
  failures.map(
    ({ words, revoke, routes }): Scenario => ({
      operation: `heal by ${command}`,
      given: `answer lost, created, ${words}`,
      before: pending("created"),
      command,
      scripts: { revoke },
      routes,
    }),
  ),
);

export const markedScenarios: readonly Scenario[] = [...settles, ...heals];
