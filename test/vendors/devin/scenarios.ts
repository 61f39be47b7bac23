/**
 * The scenarios that only Devin has. Its answer to a create lacks the key's id, and a new key that asks for its own id is refused, as the
 * vendor documents. So lists tell the id, also where they show nothing of a value. A deployment may let new keys ask.
 */
import { ok, status } from "../../../emulator/index";
import { withDatesOff } from "../../promises/scenarios/dates-off";
import { commands, listedLater, lost, type Scenario, silentBehind, upInPlace } from "../../promises/scenarios/scenario";

/** Nothing but the difference of two lists tells the id. */
const nothingTells = { switches: { apiKeyValue: "null" } } as const;

/** The new key tells its id, and nothing else does. */
const keysAnswer = {
  switches: { selfAnswersServiceKeys: 200, apiKeyValue: "null" },
  idIsToldBy: "the key itself",
} as const;

const valuesWhole = { switches: { apiKeyValue: "whole" }, idIsToldBy: "its listed value" } as const;

const created = [{ command: "up" }] as const;
/** Two rotations an hour apart, so that neither key can be taken for the other. */
const rotatedLater = [upInPlace("one"), { ...upInPlace("two"), isLater: true }] as const;

const ordinary: readonly Scenario[] = [
  { operation: "create", given: "keys answer", ...keysAnswer, command: "up", routes: ["self", "mint"] },
  { operation: "create", given: "listed values whole", ...valuesWhole, command: "up", routes: ["list"] },
  { operation: "create", given: "listed values null", ...nothingTells, command: "up", routes: ["list"] },
  { operation: "create", given: "the second in a run, listed values null", ...nothingTells, keys: 2, command: "up" },
  {
    operation: "read",
    given: "listed values null",
    ...nothingTells,
    before: created,
    isLater: true,
    command: "refresh",
  },
  {
    operation: "revoke",
    given: "listed values null",
    ...nothingTells,
    before: created,
    command: "destroy",
    routes: ["list", "revoke"],
  },
  { operation: "stay", given: "listed values null", ...nothingTells, before: created, isLater: true, command: "up" },
  {
    operation: "retire",
    given: "listed values null",
    ...nothingTells,
    before: rotatedLater,
    command: "up",
    isLater: true,
    routes: ["list", "revoke"],
  },
  {
    operation: "settle",
    given: "a rotation, listed values null",
    ...nothingTells,
    before: [upInPlace("one")],
    ...upInPlace("two"),
    routes: ["list"],
  },
];

const settledLater = commands.flatMap((command): readonly Scenario[] => {
  const settling = { operation: `settle by ${command}`, command } as const;
  // The first request to `self` asks which key the token is. The second comes from the new key, and is refused.
  const noWord = { self: [ok, status(403)] } as const;
  const listedLate = { mint: [listedLater, ok] } as const;
  return [
    {
      ...settling,
      given: "value kept, keys answer",
      ...keysAnswer,
      before: [{ command: "up", scripts: { ...noWord, list: silentBehind(1) } }],
    },
    {
      ...settling,
      given: "a rotation's value kept, keys answer",
      ...keysAnswer,
      before: [upInPlace("one"), upInPlace("two", { ...noWord, list: silentBehind(2) })],
      routes: ["self", "revoke"],
    },
    {
      ...settling,
      given: "value kept, listed values null, listed late",
      ...nothingTells,
      before: [{ command: "up", scripts: listedLate }],
      isLater: true,
      routes: ["list", "revoke"],
    },
    {
      ...settling,
      given: "a rotation's value kept, listed values null, listed late",
      ...nothingTells,
      before: [upInPlace("one"), { ...upInPlace("two", listedLate), isLater: true }],
      isLater: true,
      routes: ["list", "revoke"],
    },
  ];
});

const datesOff = withDatesOff([
  { operation: "create", given: "keys answer", command: "up", ...keysAnswer, routes: ["mint"] },
  { operation: "create", given: "listed values null", command: "up", ...nothingTells, routes: ["mint", "list"] },
]);

const inPages: readonly Scenario[] = [
  { operation: "read", before: created, command: "refresh" },
  { operation: "revoke", before: created, command: "destroy", routes: ["list"] },
  {
    operation: "settle",
    given: "answer lost, created",
    command: "up",
    scripts: { mint: [lost.created, ok] },
    routes: ["list"],
  },
  { operation: "create", given: "listed values null", ...nothingTells, command: "up", routes: ["list"] },
];

/**
 * Lists come in pages of 100, and change while they are read. Here each list has two pages. Its order decides whether a new key stands on
 * the first or the last one.
 */
const pages = (["newest", "oldest"] as const).flatMap((listOrder) =>
  inPages.map(
    (scenario): Scenario => ({
      ...scenario,
      given: [scenario.given, `two pages, ${listOrder} first`].filter(Boolean).join(", "),
      strangers: 120,
      switches: { listOrder, ...scenario.switches },
    }),
  ),
);

export const scenarios: readonly Scenario[] = [...ordinary, ...settledLater, ...datesOff, ...pages];
