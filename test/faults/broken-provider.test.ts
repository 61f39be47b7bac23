/** Each promise is found broken where the provider has a defect: the matrix can fail. */
import { expect, test } from "@jest/globals";
import type { Defect } from "./broken-provider/defect";
import { type Cell, cells } from "./cells";
import { runCells } from "./matrix";
import type { KeptPromise } from "./promises";

const kosliMint = "POST /service-accounts/:org/:name/api-keys";
const devinMint = "POST /v2/enterprise/api-keys";
const devinSelf = "GET /v2/enterprise/self";
const lost = "reset instead of an answer, after commit";

const defects: readonly (readonly [KeptPromise, Defect, cell: string])[] = [
  ["every live key is in the state or named", "forgets a lost answer", `kosli create: ${kosliMint}: ${lost}`],
  ["nothing outside the window is named", "names whatever is listed", `devin create: ${devinMint}: ${lost}`],
  ["no key is revoked that is not ours", "revokes the first that is listed", `kosli create: ${kosliMint}: ${lost}`],
  ["no DELETE on a collection", "deletes the collection", `devin create: ${devinMint}: ${lost}`],
  ["no secret in what was said", "says values", `kosli create: ${kosliMint}: body byte by byte`],
  [
    "no secret in what was said",
    "gives values for reasons",
    `devin heal by up (value kept): ${devinSelf}: body byte by byte`,
  ],
  [
    "no secret in the clear part of the state",
    "keeps values in clear",
    `kosli create: ${kosliMint}: body byte by byte`,
  ],
  ["one call mints at most one key", "repeats a mint", `devin create: ${devinMint}: status 500, after commit`],
  [
    "a record's value is that of the key whose id it has",
    "takes the first that is listed",
    `devin create: ${devinMint}: stranger's key just after commit`,
  ],
];

/** They share the processors. */
const aLongWhileMs = 300_000;

function cellsNamed(names: readonly string[]): Cell[] {
  const found = cells.filter(({ name }) => names.includes(name));
  expect(found.map(({ name }) => name).toSorted()).toEqual([...new Set(names)].toSorted());
  return found;
}

test.concurrent.each(defects)(
  "%s: not where a provider %s",
  async (promise, defect, name) => {
    const { findings } = await runCells(cellsNamed([name]), "broken", 0.03, defect);
    expect(findings.map((finding) => finding.promise)).toContain(promise);
  },
  aLongWhileMs,
);

test.concurrent(
  "without any defect nothing is found in these cells",
  async () => {
    const names = defects.map(([, , name]) => name);
    expect((await runCells(cellsNamed(names), "broken", 0.03)).findings).toEqual([]);
  },
  aLongWhileMs,
);
