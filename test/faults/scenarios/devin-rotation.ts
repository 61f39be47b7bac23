/** Devin's keys that rotate: the id of the new key has to be told beside the key in use. */
import { ok, status } from "../../emulator/index";
import { vendorCases } from "../vendor-cases";
import {
  at,
  commands,
  from,
  listedLater,
  lost,
  type Request,
  type Scenario,
  type Scripts,
  unavailable,
  upAsReplacement,
  upInPlace,
} from "./scenario";

const { mint, list, revoke, self } = vendorCases.devin.routes;

/** The id is then told by lists alone. */
const selfDenied = { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } as const;

const create = [at(self), at(mint), at(self, 1)];
const eachLaterList = [at(list, 1), at(list, 2), from(list, 3)];
const rotated = [upInPlace("one"), upInPlace("two")];
/** Their keys are an hour apart: neither can be taken for the other. */
const rotatedLater = [upInPlace("one"), { ...upInPlace("two"), isLater: true }];

const ordinary: readonly Scenario[] = [
  // The first list proves the account.
  { operation: "rotate", before: [upInPlace("one")], ...upInPlace("two"), requests: [at(list), ...create] },
  {
    operation: "rotate",
    given: "the key before still lives",
    before: rotated,
    ...upInPlace("three"),
    requests: [at(list), at(list, 1), at(self), at(revoke), at(list, 2), at(mint), at(self, 1)],
  },
  {
    operation: "rotate",
    given: "by replacement",
    before: [upAsReplacement("one")],
    ...upAsReplacement("two"),
    // Later runs see nothing of the record that is replaced: a key as young as the one that is looked for would be named too.
    isLater: true,
    requests: [...create, at(list), at(revoke)],
  },
  {
    operation: "retire",
    before: rotated,
    command: "up",
    isLater: true,
    // The first list tells the vendor's clock.
    requests: [at(list), at(list, 1), at(self), at(revoke)],
  },
  {
    operation: "retire",
    given: "an id that lists have told",
    switches: selfDenied,
    before: rotatedLater,
    command: "up",
    isLater: true,
    requests: [at(list, 2), at(revoke)],
    sameAs: { retire: [at(list), at(list, 1), at(self)] },
  },
  { operation: "read", given: "the key before still lives", before: rotated, command: "refresh", requests: [at(list)] },
  {
    operation: "revoke",
    given: "the key before still lives",
    before: rotated,
    command: "destroy",
    requests: [at(list), at(self), at(revoke), at(list, 1), at(revoke, 1)],
  },
];

const settles: readonly Scenario[] = [
  ...(["created", "not created"] as const).map(
    (outcome): Scenario => ({
      operation: "settle",
      given: `a rotation's answer lost, ${outcome}`,
      before: [upInPlace("one")],
      ...upInPlace("two", { [mint]: [lost[outcome], ok] }),
      requests: eachLaterList,
      sameAs: { rotate: [at(list), at(self)] },
    }),
  ),
  {
    operation: "settle",
    given: "a rotation, self denied",
    switches: selfDenied,
    before: [upInPlace("one")],
    ...upInPlace("two"),
    requests: eachLaterList,
    sameAs: { rotate: [at(list), ...create] },
  },
];

/** A rotation whose mint is pending, since no list could be read after it. */
function pending(scripts: Scripts): NonNullable<Scenario["before"]> {
  return [upInPlace("one"), upInPlace("two", { ...scripts, [list]: [ok, unavailable] })];
}

const heals = commands.flatMap((command): readonly Scenario[] => {
  const lists = [at(list), at(list, 1), from(list, 2)];
  const found: readonly Request[] = [at(list), at(self), at(self, 1)];
  /** Of the key in use, where that is asked for beside the settling. */
  const further: Readonly<Record<typeof command, readonly Request[]>> = {
    up: [],
    refresh: [at(list, 1)],
    destroy: [at(list, 1), at(revoke), at(list, 2), at(revoke, 1)],
  };
  return [
    {
      operation: `heal by ${command}`,
      given: "a rotation's answer lost, created",
      before: pending({ [mint]: [lost.created, ok] }),
      command,
      requests: lists,
    },
    {
      operation: `heal by ${command}`,
      given: "a rotation's answer lost, not created",
      before: pending({ [mint]: [lost["not created"], ok] }),
      command,
      requests: [
        ...lists,
        ...(command === "up" ? create : []),
        ...(command === "destroy" ? [at(self), at(revoke)] : []),
      ],
    },
    {
      operation: `heal by ${command}`,
      given: "a rotation's value kept",
      before: pending({ [self]: [ok, status(403)] }),
      command,
      requests: [...found, ...further[command]],
    },
    {
      operation: `heal by ${command}`,
      given: "a rotation's value kept, self denied, listed late",
      switches: selfDenied,
      before: [upInPlace("one"), { ...upInPlace("two", { [mint]: [listedLater, ok] }), isLater: true }],
      isLater: true,
      command,
      requests: [...lists, ...(command === "destroy" ? [at(self, 2), at(revoke), at(revoke, 1)] : [])],
      sameAs: {
        [`heal by ${command} (a rotation's value kept)`]: [at(self), ...(command === "destroy" ? [at(self, 1)] : [])],
      },
    },
  ];
});

export const devinRotations: readonly Scenario[] = [...ordinary, ...settles, ...heals];
