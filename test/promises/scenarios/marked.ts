/** Kosli and nekuda: the answer to a create tells the key, and a lost one is proved by the marker in its description. */
import { afterCommit, ok } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { at, commands, from, lost, type Request, type Scenario, unavailable } from "./scenario";

export function markedScenarios(vendor: "kosli" | "nekuda"): readonly Scenario[] {
  const { mint, list, revoke, find } = kits[vendor].routes;

  const create = [at(list), at(mint)];

  const ordinary: readonly Scenario[] = [
    { operation: "create", command: "up", requests: create },
    { operation: "read", before: [{ command: "up" }], command: "refresh", requests: [at(find)] },
    { operation: "revoke", before: [{ command: "up" }], command: "destroy", requests: [at(find), at(revoke)] },
  ];

  /** A lost key is revoked; where that fails, the key is read. Kosli then says that there is none, which lists confirm until it could no longer be lagging. */
  const confirmations = vendor === "kosli" ? 1 : 0;
  const reads = confirmations > 0 ? [at(find), from(find, 1)] : [at(find)];
  const revokes = [
    { words: "", scripts: {}, requests: [at(revoke)], lists: 0 },
    { words: ", its revoke not done", scripts: { [revoke]: [unavailable] }, requests: [at(find)], lists: 0 },
    {
      words: ", its revoke unanswered",
      scripts: { [revoke]: [afterCommit(unavailable)] },
      requests: reads,
      lists: confirmations,
    },
  ];
  /** Lists that confirm that there is none, behind so many others. */
  const confirming = (lists: number, listsBefore: number) =>
    lists === 0 ? [] : [at(list, listsBefore), from(list, listsBefore + lists)];

  const settles: readonly Scenario[] = [
    ...revokes.map(
      ({ words, scripts, requests, lists }): Scenario => ({
        operation: "settle",
        given: `answer lost, created${words}`,
        command: "up",
        scripts: { [mint]: [lost.created, ok], ...scripts },
        // The first list is the one before the mint.
        requests: words === "" ? [at(list, 1), ...requests] : [...requests, ...confirming(lists, 2)],
        sameAs: { create: [at(list)], ...(words === "" ? {} : { "settle (answer lost, created)": [at(list, 1)] }) },
      }),
    ),
    {
      operation: "settle",
      given: "answer lost, created, listed late",
      command: "up",
      scripts: { [mint]: [{ ...lost.created, lag: { lists: 2 } }, ok] },
      requests: [at(list, 2), at(list, 3), at(revoke)],
      sameAs: { create: [at(list)], "settle (answer lost, not created)": [at(list, 1)] },
    },
    {
      operation: "settle",
      given: "answer lost, not created",
      command: "up",
      scripts: { [mint]: [lost["not created"], ok] },
      requests: [at(list, 1), at(list, 2), from(list, 3)],
      sameAs: { create: [at(list)] },
    },
  ];

  function pending(outcome: keyof typeof lost): NonNullable<Scenario["before"]> {
    return [{ command: "up", scripts: { [mint]: [lost[outcome], ok], [list]: [ok, unavailable] } }];
  }

  /** nekuda's account is proved by a list. */
  const proof: readonly Request[] = vendor === "nekuda" ? [at(list)] : [];
  const settling = proof.length;

  const heals = commands.flatMap((command): readonly Scenario[] => [
    ...revokes.map(({ words, scripts, requests, lists }): Scenario => {
      const settled = [...proof, at(list, settling)];
      // What was revoked is minted anew, behind a list of its own.
      const isRevoked = words !== ", its revoke not done";
      const anew = isRevoked && command === "up" ? [at(list, settling + 1 + lists), at(mint)] : [];
      const healing = { operation: `heal by ${command}`, before: pending("created"), command, scripts } as const;
      const given = "answer lost, created";
      if (words === "") return { ...healing, given, requests: [...settled, ...requests, ...anew] };
      return {
        ...healing,
        given: `${given}${words}`,
        requests: [...requests, ...confirming(lists, settling + 1)],
        sameAs: { [`heal by ${command} (${given})`]: [...settled, ...anew] },
      };
    }),
    {
      operation: `heal by ${command}`,
      given: "answer lost, not created",
      before: pending("not created"),
      command,
      requests: [at(list, settling), from(list, settling + 1), ...(command === "up" ? [at(mint)] : [])],
      sameAs: { [`heal by ${command} (answer lost, created)`]: proof },
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
