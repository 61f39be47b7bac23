/** Devin's keys that rotate: the id of the new key has to be told beside the key in use. */
import { ok, status } from "../../../emulator/index";
import { kits } from "../../vendors/index";
import { keysAnswer, nothingTells } from "./devin";
import {
  commands,
  listedLater,
  lost,
  type Scenario,
  type Scripts,
  unavailable,
  upAsReplacement,
  upInPlace,
} from "./scenario";

const { mint, list, revoke, self } = kits.devin.routes;

const rotated = [upInPlace("one"), upInPlace("two")];
/** Their keys are an hour apart: neither can be taken for the other. */
const rotatedLater = [upInPlace("one"), { ...upInPlace("two"), isLater: true }];

const ordinary: readonly Scenario[] = [
  // The first list proves the account.
  { operation: "rotate", before: [upInPlace("one")], ...upInPlace("two"), routes: [list, self, mint] },
  {
    operation: "rotate",
    given: "the key before still lives",
    before: rotated,
    ...upInPlace("three"),
    routes: [list, self, revoke, mint],
  },
  {
    operation: "rotate",
    given: "by replacement",
    before: [upAsReplacement("one")],
    ...upAsReplacement("two"),
    // Later runs see nothing of the record that is replaced: a key as young as the one that is looked for would be named too.
    isLater: true,
    routes: [mint, list, revoke],
  },
  // The first list tells the vendor's clock.
  { operation: "retire", before: rotated, command: "up", isLater: true, routes: [list, self, revoke] },
  {
    operation: "retire",
    given: "listed values null",
    switches: nothingTells,
    before: rotatedLater,
    command: "up",
    isLater: true,
    routes: [list, revoke],
  },
  { operation: "read", given: "the key before still lives", before: rotated, command: "refresh", routes: [list] },
  {
    operation: "revoke",
    given: "the key before still lives",
    before: rotated,
    command: "destroy",
    routes: [list, self, revoke],
  },
];

const settles: readonly Scenario[] = [
  ...(["created", "not created"] as const).map(
    (outcome): Scenario => ({
      operation: "settle",
      given: `a rotation's answer lost, ${outcome}`,
      before: [upInPlace("one")],
      ...upInPlace("two", { [mint]: [lost[outcome], ok] }),
      routes: [list],
    }),
  ),
  {
    operation: "settle",
    given: "a rotation, listed values null",
    switches: nothingTells,
    before: [upInPlace("one")],
    ...upInPlace("two"),
    routes: [list],
  },
];

/** A rotation whose mint is pending, since no list could be read after it: the first proves the account, the second comes before the mint. */
function pending(scripts: Scripts = {}): NonNullable<Scenario["before"]> {
  return [upInPlace("one"), upInPlace("two", { ...scripts, [list]: [ok, ok, unavailable] })];
}

const heals = commands.flatMap((command): readonly Scenario[] => {
  const healing = { operation: `heal by ${command}`, command } as const;
  const revokes = command === "destroy" ? [revoke] : [];
  return [
    {
      ...healing,
      given: "a rotation's answer lost, created",
      before: pending({ [mint]: [lost.created, ok] }),
      routes: [list],
    },
    {
      ...healing,
      given: "a rotation's answer lost, not created",
      before: pending({ [mint]: [lost["not created"], ok] }),
      routes: [list, ...(command === "up" ? [mint] : []), ...revokes],
    },
    { ...healing, given: "a rotation's value kept", before: pending(), routes: [list, self, ...revokes] },
    {
      ...healing,
      given: "a rotation's value kept, keys answer",
      switches: keysAnswer,
      before: pending({ [self]: [ok, status(403)] }),
      routes: [self, ...revokes],
    },
    {
      ...healing,
      given: "a rotation's value kept, listed values null, listed late",
      switches: nothingTells,
      before: [upInPlace("one"), { ...upInPlace("two", { [mint]: [listedLater, ok] }), isLater: true }],
      isLater: true,
      routes: [list, ...revokes],
    },
  ];
});

export const devinRotations: readonly Scenario[] = [...ordinary, ...settles, ...heals];
