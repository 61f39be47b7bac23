/** When a key may be minted and revoked, as `npm run year` judges it. Times count from the first run, in days and hours. */
import { describe, expect, test } from "@jest/globals";
import { rotationsDue, untimely } from "./moments";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const everyMs = 30 * dayMs;
/** One run a day, at the same time, but for those that were missed. */
const daily = (days: number, ...missed: number[]) =>
  Array.from({ length: days + 1 }, (_, day) => day)
    .filter((day) => !missed.includes(day))
    .map((day) => day * dayMs);
/** A key by the days of its mint and of its end; each request comes a second after its run has started. */
const life = (from: number, to?: number) => ({
  createdAt: from * dayMs + 1000,
  revokedAt: to === undefined ? null : to * dayMs + 1000,
});

describe("keys with an overlap of a day", () => {
  const judge = (keys: ReturnType<typeof life>[], runs: number[]) =>
    untimely(keys, { everyMs, overlapMs: dayMs, runs, until: (runs.at(-1) ?? 0) + hourMs });
  const hours = (count: number) => count / 24;

  test.each([
    ["one that is not due yet", [life(0)], daily(29)],
    ["a rotation on the day", [life(0, 32), life(30)], daily(33)],
    ["a missed rotation", [life(0, 33), life(31)], daily(34, 30)],
    ["a missed retirement", [life(0, 34), life(30)], daily(34, 32, 33)],
    ["an overlap that is not over", [life(0), life(30)], daily(31)],
    [
      "a run that is an hour early, less a minute",
      [life(0), life(30 - hours(59 / 60))],
      [0, (30 - hours(59 / 60)) * dayMs],
    ],
    ["what a destroy revokes", [life(0, 31 + hours(2)), life(30, 31 + hours(2))], daily(31)],
  ])("%s is timely", (_, keys, runs) => {
    expect(judge(keys, runs)).toEqual([]);
  });

  test.each([
    ["a rotation that never came", [life(0)], daily(31), [/due at 1970-01-30T23.* did not rotate/]],
    ["the second one", [life(0, 32), life(30)], daily(61), [/due at .* did not rotate/]],
    ["a rotation a day late", [life(0, 33), life(31)], daily(33), [/due at .* rotated at 1970-02-01/]],
    ["a rotation a day early", [life(0, 31), life(29)], daily(33), [/due at .* rotated at 1970-01-30/]],
    ["a retirement a run late", [life(0, 33), life(30)], daily(33), [/was over at .* revoked at 1970-02-03/]],
    ["a retirement by the next rotation", [life(0, 60), life(30, 62), life(60)], daily(62), [/revoked at 1970-03-02/]],
    ["a retirement that never came", [life(0), life(30)], daily(33), [/was over at .* never revoked/]],
    ["one before the overlap's end", [life(0, 30 + hours(23)), life(30)], daily(33), [/revoked at 1970-01-31T23/]],
  ])("%s is not", (_, keys, runs, sentences) => {
    expect(judge(keys, runs)).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)));
  });
});

describe("keys that are replaced", () => {
  const judge = (...keys: ReturnType<typeof life>[]) =>
    untimely(keys, { everyMs, overlapMs: undefined, runs: daily(33), until: 33 * dayMs + hourMs });

  test("end in the run that replaces them", () => {
    expect(judge(life(0, 30), life(30))).toEqual([]);
    expect(judge(life(0, 31), life(30))).toEqual([expect.stringMatching(/revoked at 1970-02-01/)]);
    expect(judge(life(0), life(30))).toEqual([expect.stringMatching(/never revoked/)]);
    expect(judge(life(0, 29), life(30))).toEqual([expect.stringMatching(/revoked at 1970-01-30/)]);
  });
});

test.each([
  [12, daily(365)],
  [1, daily(33, 30, 31, 32)],
  [1, daily(60, 30)],
  [0, daily(29)],
  [0, []],
])("%i rotations are due", (rotations, runs) => {
  expect(rotationsDue({ everyMs, runs })).toBe(rotations);
});
