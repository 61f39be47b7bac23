/**
 * Devin: its answer to a create does not tell the key's id. A new key that is asked is refused, as the vendor documents, so that lists
 * tell it; and so they do where they show nothing of a value. A deployment may also let new keys answer.
 */
import { ok, status } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { commands, listedLater, lost, type Scenario, unavailable } from "./scenario";

const { mint, list, revoke, self } = kits.devin.routes;

/** Nothing but the difference of two lists tells the id. */
export const nothingTells = { devin: { apiKeyValue: "null" } } as const;

/** The new key tells its id, and nothing else does. */
export const keysAnswer = { devin: { selfAnswersServiceKeys: 200, apiKeyValue: "null" } } as const;

/** A mint's answer, or its lists, are lost: the list before it is read. */
export function pending(scripts: Scenario["scripts"] = {}): NonNullable<Scenario["before"]> {
  return [{ command: "up", scripts: { ...scripts, [list]: [ok, unavailable] } }];
}

const ordinary: readonly Scenario[] = [
  { operation: "create", command: "up", routes: [self, mint, list] },
  { operation: "create", given: "keys answer", switches: keysAnswer, command: "up", routes: [self, mint] },
  {
    operation: "create",
    given: "listed values whole",
    switches: { devin: { apiKeyValue: "whole" } },
    command: "up",
    routes: [list],
  },
  { operation: "create", given: "listed values null", switches: nothingTells, command: "up", routes: [list] },
  {
    operation: "create",
    given: "the second in a run, listed values null",
    switches: nothingTells,
    keys: 2,
    command: "up",
    routes: [mint, list],
  },
  { operation: "read", before: [{ command: "up" }], command: "refresh", routes: [list] },
  {
    operation: "read",
    given: "listed values null",
    switches: nothingTells,
    before: [{ command: "up" }],
    isLater: true,
    command: "refresh",
    routes: [list],
  },
  { operation: "revoke", before: [{ command: "up" }], command: "destroy", routes: [list, self, revoke] },
  {
    operation: "revoke",
    given: "listed values null",
    switches: nothingTells,
    before: [{ command: "up" }],
    command: "destroy",
    routes: [list, revoke],
  },
  {
    operation: "stay",
    given: "listed values null",
    switches: nothingTells,
    before: [{ command: "up" }],
    isLater: true,
    command: "up",
    routes: [list],
  },
];

const settles: readonly Scenario[] = (["created", "not created"] as const).map((outcome) => ({
  operation: "settle",
  given: `answer lost, ${outcome}`,
  command: "up",
  scripts: { [mint]: [lost[outcome], ok] },
  routes: [list],
}));

const heals = commands.flatMap((command): readonly Scenario[] => {
  const healing = { operation: `heal by ${command}`, command } as const;
  return [
    {
      ...healing,
      given: "answer lost, created",
      before: pending({ [mint]: [lost.created, ok] }),
      routes: [list],
    },
    {
      ...healing,
      given: "answer lost, not created",
      before: pending({ [mint]: [lost["not created"], ok] }),
      routes: command === "up" ? [list, mint] : [list],
    },
    {
      ...healing,
      given: "value kept",
      before: pending(),
      routes: command === "destroy" ? [list, self, revoke] : [list, self],
    },
    {
      ...healing,
      given: "value kept, keys answer",
      switches: keysAnswer,
      before: pending({ [self]: [ok, status(403)] }),
      routes: command === "destroy" ? [self, revoke] : [self],
    },
    {
      ...healing,
      given: "value kept, listed values null, listed late",
      switches: nothingTells,
      before: [{ command: "up", scripts: { [mint]: [listedLater, ok] } }],
      isLater: true,
      routes: command === "destroy" ? [list, revoke] : [list],
    },
  ];
});

const renew: Scenario = {
  operation: "renew",
  before: [...pending({ [mint]: [lost["not created"], ok] }), { command: "refresh" }],
  command: "up",
  routes: [self, mint, list],
};

export const devinScenarios: readonly Scenario[] = [...ordinary, ...settles, ...heals, renew];
