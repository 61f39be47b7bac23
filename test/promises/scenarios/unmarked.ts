/** Kosli and nekuda without a marker: nothing proves what a lost answer has left, so that it is named for a person to judge. */
import { ok } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { at, commands, from, lost, type Request, type Scenario, unavailable } from "./scenario";

export function unmarkedScenarios(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const { mint, list } = kits[vendor].routes;
  const inputs = () => ({ marker: false });
  /** nekuda's account is proved by a list. */
  const proof: readonly Request[] = vendor === "nekuda" ? [at(list)] : [];
  const proofs = proof.length;

  const create: Scenario = { operation: "create", given: "no marker", inputs, command: "up", requests: [at(mint)] };

  const settles = (["created", "not created"] as const).flatMap((outcome): readonly Scenario[] => [
    {
      operation: "settle",
      given: `no marker, answer lost, ${outcome}`,
      inputs,
      command: "up",
      scripts: { [mint]: [lost[outcome], ok] },
      requests: [at(list), from(list, 1)],
    },
    ...commands.map(
      (command): Scenario => ({
        operation: `heal by ${command}`,
        given: `no marker, answer lost, ${outcome}`,
        inputs,
        before: [{ command: "up", scripts: { [mint]: [lost[outcome], ok], [list]: [unavailable] } }],
        command,
        requests: [
          ...proof,
          at(list, proofs),
          from(list, proofs + 1),
          ...(command === "up" && outcome === "not created" ? [at(mint)] : []),
        ],
      }),
    ),
  ]);

  return [create, ...settles];
}
