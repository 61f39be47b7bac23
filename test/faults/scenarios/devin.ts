/** Devin: its answer to a create does not tell the key's id, and nothing in a list tells whose key it is. */
import { ok, status } from "../../emulator/index";
import { vendorCases } from "../vendor-cases";
import { at, commands, from, listedLater, lost, type Request, type Scenario, unavailable } from "./scenario";

const { mint, list, revoke, self } = vendorCases.devin.routes;

/** The id is then told by lists alone. */
const selfDenied = { selfAnswersServiceKeys: 403 } as const;

const create = [at(self), at(mint), at(self, 1)];
const eachList = [at(list), at(list, 1), from(list, 2)];

/** The more a list shows of a value, the fewer of them are read. */
const listsRead = { whole: 1, masked: 2, null: eachList.length } as const;

const ordinary: readonly Scenario[] = [
  { operation: "create", command: "up", requests: create },
  { operation: "read", before: [{ command: "up" }], command: "refresh", requests: [at(list)] },
  { operation: "revoke", before: [{ command: "up" }], command: "destroy", requests: [at(list), at(self), at(revoke)] },
  {
    // Only a create that is not the first to ask in a run reads a list before it mints.
    operation: "create",
    given: "the second in a run, self denied",
    switches: { devin: { ...selfDenied, apiKeyValue: "null" } },
    keys: 2,
    command: "up",
    scripts: { [mint]: [status(400), ok] },
    requests: [...eachList, at(mint, 1)],
    sameAs: { create: [at(self), at(self, 1)] },
  },
];

const settles: readonly Scenario[] = [
  ...(["created", "not created"] as const).map(
    (outcome): Scenario => ({
      operation: "settle",
      given: `answer lost, ${outcome}`,
      command: "up",
      scripts: { [mint]: [lost[outcome], ok] },
      requests: eachList,
      sameAs: { create: [at(self)] },
    }),
  ),
  ...(["null", "masked", "whole"] as const).map(
    (apiKeyValue): Scenario => ({
      operation: "settle",
      given: `self denied, listed values ${apiKeyValue}`,
      switches: { devin: { ...selfDenied, apiKeyValue } },
      command: "up",
      requests: eachList.slice(0, listsRead[apiKeyValue]),
      sameAs: { create },
    }),
  ),
];

/** Before anything is settled the account is proved, by a list that shows a key of the place: here that of the one who asks. */
const proof = at(list);
const laterLists = [at(list, 1), from(list, 2)];

function pending(outcome: keyof typeof lost): NonNullable<Scenario["before"]> {
  return [{ command: "up", scripts: { [mint]: [lost[outcome], ok], [list]: [unavailable] } }];
}

const heals = commands.flatMap((command): readonly Scenario[] => {
  const asked: readonly Request[] = [proof, at(self), at(self, 1)];
  return [
    {
      operation: `heal by ${command}`,
      given: "answer lost, created",
      before: pending("created"),
      command,
      requests: [proof, ...laterLists],
    },
    {
      operation: `heal by ${command}`,
      given: "answer lost, not created",
      before: pending("not created"),
      command,
      requests: [proof, ...laterLists, ...(command === "up" ? create : [])],
    },
    {
      operation: `heal by ${command}`,
      given: "value kept",
      before: [{ command: "up", scripts: { [self]: [ok, status(403)], [list]: [unavailable] } }],
      command,
      requests: [...asked, ...(command === "up" ? [] : [at(list, 1)]), ...(command === "destroy" ? [at(revoke)] : [])],
    },
    {
      operation: `heal by ${command}`,
      given: "value kept, self denied, listed late",
      switches: { devin: { ...selfDenied, apiKeyValue: "null" } },
      before: [{ command: "up", scripts: { [mint]: [listedLater, ok] } }],
      isLater: true,
      command,
      // An id that only a difference told is proved again before it is revoked.
      requests: [...laterLists, ...(command === "destroy" ? [at(self, 2), at(revoke)] : [])],
      sameAs: {
        [`heal by ${command} (value kept)`]: [proof, at(self), ...(command === "destroy" ? [at(self, 1)] : [])],
      },
    },
  ];
});

const renew: Scenario = {
  operation: "renew",
  before: [...pending("not created"), { command: "refresh" }],
  command: "up",
  requests: create,
};

export const devinScenarios: readonly Scenario[] = [...ordinary, ...settles, ...heals, renew];
