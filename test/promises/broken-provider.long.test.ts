/** For each promise there is a defect of the provider, and the matrix finds that the defect breaks the promise. So the matrix can fail. */
import { expect, test } from "@jest/globals";
import { kitOf, vendorThat } from "../vendors/every-vendor";
import { isMarked } from "../vendors/kit";
import type { Defect } from "./broken-provider/defect";
import { type CellPromise, cellPromises } from "./cell-run";
import type { Cell } from "./cells";
import { runCells } from "./matrix";
import { promises } from "./promises";
import { allCells } from "./unfaulted";

/** A vendor whose answer to a create lacks the key's id, and one whose keys bear a marker. */
const nameless = vendorThat((kit) => !isMarked(kit));
const marked = vendorThat(isMarked);
const { routes: ofNameless } = kitOf(nameless);
const { routes: ofMarked } = kitOf(marked);
const sound = "body byte by byte";
const lost = "reset instead of an answer, after commit";

const defects: readonly (readonly [CellPromise, Defect, cell: string])[] = [
  ["every live key is in the state or named", "forgets a lost answer", `${marked} create: ${ofMarked.mint}: ${lost}`],
  [
    "nothing outside the window is named",
    "names whatever is listed",
    `${nameless} create: ${ofNameless.mint}: ${lost}`,
  ],
  [
    "no key is revoked that is not ours",
    "revokes the first that is listed",
    `${marked} create: ${ofMarked.mint}: ${lost}`,
  ],
  ["no DELETE on a collection", "deletes the collection", `${nameless} create: ${ofNameless.mint}: ${lost}`],
  ["no secret in what was said", "says values", `${marked} create: ${ofMarked.mint}: ${sound}`],
  [
    "no secret in what was said",
    "gives values for reasons",
    `${nameless} settle by up (value kept, keys answer): ${ofNameless.self}: ${sound}`,
  ],
  ["no secret in the clear part of the state", "keeps values in clear", `${marked} create: ${ofMarked.mint}: ${sound}`],
  [
    "one call mints at most one key",
    "repeats a mint",
    `${nameless} create: ${ofNameless.mint}: status 500, after commit`,
  ],
  [
    "a record's value is that of the key whose id it has",
    "takes the first that is listed",
    `${nameless} create: ${ofNameless.mint}: stranger's key just after commit`,
  ],
  ["the fault is met", "asks for no list before a mint", `${marked} create: ${ofMarked.list}: ${sound}`],
  [
    "a resource has one live key at most, or two while it rotates",
    "mints twice",
    `${marked} create: ${ofMarked.mint}: ${sound}`,
  ],
  ["a resource keeps a valid key", "retires the key in use too", `${marked} retire: ${ofMarked.list}: ${sound}`],
  [
    "a run without faults converges",
    "throws where values are compared",
    `${nameless} create (listed values null): ${ofNameless.list}: ${sound}`,
  ],
  [
    "a person judges only what nothing tells",
    "asks no key for its id",
    `${nameless} create (keys answer): ${ofNameless.mint}: stranger's key just after commit`,
  ],
  [
    "a named key can be adopted, then destroyed",
    "adopts nothing",
    `${marked} settle (no marker, answer lost, created): ${ofMarked.list}: ${sound}`,
  ],
  [
    "a run converges once a person has judged",
    "adopts nothing",
    `${nameless} create (listed values null): ${ofNameless.list} (call 2): stranger's key before a list call`,
  ],
  ["the next run changes nothing", "always finds a change", `${marked} create: ${ofMarked.mint}: ${sound}`],
  ["a key whose overlap is over is retired", "cannot retire", `${marked} rotate: ${ofMarked.mint}: ${sound}`],
  ["one live key for each resource", "retires nothing", `${marked} retire: ${ofMarked.list}: ${sound}`],
  ["destroy succeeds", "cannot delete", `${marked} create: ${ofMarked.mint}: ${sound}`],
  [
    "destroy succeeds once a person has judged",
    "doubts each key that it deletes",
    `${nameless} create (listed values null): ${ofNameless.list}: ${sound}`,
  ],
  ["destroy leaves no live key", "deletes nothing", `${marked} create: ${ofMarked.mint}: ${sound}`],
];

test("there is a defect for each promise of the matrix", () => {
  expect(new Set(defects.map(([promise]) => promise))).toEqual(new Set([...promises, ...cellPromises]));
});

/** A smaller factor shortens the waits too much: on busy processors, a body that comes byte by byte would look like no answer. */
const timeFactor = 0.1;

const aLongWhileMs = 300_000;

/** All tests share the one run that tells all cells. */
const cells = allCells();

async function cellsNamed(names: readonly string[]): Promise<Cell[]> {
  const found = (await cells).filter(({ name }) => names.includes(name));
  expect(found.map(({ name }) => name).toSorted()).toEqual([...new Set(names)].toSorted());
  return found;
}

test.concurrent.each(defects)(
  "%s: not where a provider %s",
  async (promise, defect, name) => {
    const { findings } = await runCells(await cellsNamed([name]), "broken", timeFactor, defect);
    expect(findings.map((finding) => finding.promise)).toContain(promise);
  },
  aLongWhileMs,
);

test.concurrent(
  "where the provider throws after a mint was answered, the key is kept, and its value is not told",
  async () => {
    const name = `${nameless} create (listed values null): ${ofNameless.list}: ${sound}`;
    const { findings } = await runCells(
      await cellsNamed([name]),
      "broken",
      timeFactor,
      "throws where values are compared",
    );
    const broken = findings.map(({ promise }) => promise);
    expect(broken).toContain("a run without faults converges");
    expect(broken.filter((promise) => promises.some((kept) => kept === promise))).toEqual([]);
    expect(findings[0]?.said.join()).toMatch(
      /This run could not settle that mint: an unexpected TypeError at provider\S+: .*report it/,
    );
  },
  aLongWhileMs,
);

test.concurrent(
  "without any defect nothing is found in these cells",
  async () => {
    const names = defects.map(([, , name]) => name);
    expect((await runCells(await cellsNamed(names), "broken", timeFactor)).findings).toEqual([]);
  },
  aLongWhileMs,
);
