/**
 * For vendors whose keys may bear a marker, and here do not. After a lost answer, nothing proves which key is ours. So the candidates are
 * named, and a person judges.
 */
import { ok } from "../../../emulator/index";
import { commands, lost, outcomes, type Scenario, silentBehind } from "./scenario";

const inputs = () => ({ marker: false });

/** A create whose mint stays pending. No list comes before that mint. */
export function pendingUnmarked(outcome: keyof typeof lost) {
  return [{ command: "up", scripts: { mint: [lost[outcome], ok], list: silentBehind(0) } }] as const;
}

const settles = outcomes.flatMap((outcome): readonly Scenario[] => {
  const given = `no marker, answer lost, ${outcome}`;
  return [
    {
      operation: "settle",
      given,
      inputs,
      command: "up",
      scripts: { mint: [lost[outcome], ok] },
      routes: ["list"],
    },
    ...commands.map(
      (command): Scenario => ({
        operation: `settle by ${command}`,
        given,
        inputs,
        before: pendingUnmarked(outcome),
        command,
        routes: ["list", "mint"],
      }),
    ),
  ];
});

export const unmarkedScenarios: readonly Scenario[] = [
  { operation: "create", given: "no marker", inputs, command: "up" },
  ...settles,
];
