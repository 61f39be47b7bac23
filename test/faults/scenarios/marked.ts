/** Kosli and nekuda: the answer to a create tells the key, and a lost one is proved by the marker in its description. */
import { afterCommit, ok } from "../../emulator/index";
import { vendorCases } from "../vendor-cases";
import { at, commands, from, lost, type Request, type Scenario, unavailable } from "./scenario";

export function markedScenarios(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const { mint, list, revoke, find } = vendorCases[vendor].routes;

  const create = [at(list), at(mint)];

  const ordinary: readonly Scenario[] = [
    { operation: "create", command: "up", requests: create },
    { operation: "read", before: [{ command: "up" }], command: "refresh", requests: [at(find)] },
    { operation: "revoke", before: [{ command: "up" }], command: "destroy", requests: [at(find), at(revoke)] },
  ];

  /** A lost key is revoked; where that fails, the key is read. */
  const revokes = [
    { words: "", scripts: {}, requests: [at(revoke)] },
    { words: ", its revoke not done", scripts: { [revoke]: [unavailable] }, requests: [at(find)] },
    { words: ", its revoke unanswered", scripts: { [revoke]: [afterCommit(unavailable)] }, requests: [at(find)] },
  ];

  const settles: readonly Scenario[] = [
    ...revokes.map(
      ({ words, scripts, requests }): Scenario => ({
        operation: "settle",
        given: `answer lost, created${words}`,
        command: "up",
        scripts: { [mint]: [lost.created, ok], ...scripts },
        // The first list is the one before the mint.
        requests: words === "" ? [at(list, 1), ...requests] : requests,
      }),
    ),
    {
      operation: "settle",
      given: "answer lost, created, listed late",
      command: "up",
      scripts: { [mint]: [{ ...lost.created, lag: { lists: 2 } }, ok] },
      requests: [at(list, 2), at(list, 3)],
    },
    {
      operation: "settle",
      given: "answer lost, not created",
      command: "up",
      scripts: { [mint]: [lost["not created"], ok] },
      requests: [at(list, 1), at(list, 2), from(list, 3)],
    },
  ];

  function pending(outcome: keyof typeof lost): NonNullable<Scenario["before"]> {
    return [{ command: "up", scripts: { [mint]: [lost[outcome], ok], [list]: [ok, unavailable] } }];
  }

  /** nekuda's account is proved by a list. */
  const proof: readonly Request[] = vendor === "nekuda" ? [at(list)] : [];
  const settling = proof.length;

  const heals = commands.flatMap((command): readonly Scenario[] => [
    ...revokes.map(
      ({ words, scripts, requests }): Scenario => ({
        operation: `heal by ${command}`,
        given: `answer lost, created${words}`,
        before: pending("created"),
        command,
        scripts,
        requests: [
          ...(words === "" ? [...proof, at(list, settling)] : []),
          ...requests,
          // What was revoked is minted anew, behind a list of its own.
          ...(words === "" && command === "up" ? [at(list, settling + 1), at(mint)] : []),
        ],
      }),
    ),
    {
      operation: `heal by ${command}`,
      given: "answer lost, not created",
      before: pending("not created"),
      command,
      requests: [at(list, settling), from(list, settling + 1)],
    },
  ]);

  const renew: Scenario = {
    operation: "renew",
    before: [...pending("created"), { command: "refresh" }],
    command: "up",
    requests: create,
  };

  return [...ordinary, ...settles, ...heals, renew];
}
