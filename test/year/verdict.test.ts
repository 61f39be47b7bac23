/** The broken promises for which `npm run year` ends with 1. */
import { expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { brokenPromises } from "./verdict";
import type { Year } from "./year";

const options = { days: 365, keysPerVendor: 20, missed: 0.05, seed: 1 };
const keys = options.keysPerVendor * vendorNames.length;
const good: Year = {
  runs: 366,
  due: 12,
  rotations: new Map([[12, keys]]),
  authentications: 500_000,
  failures: [],
  live: { least: 1, greatest: 2 },
  liveAfterDestroy: 0,
  broken: [],
};

test("a year as promised breaks no promise, with missed runs and without", () => {
  expect(brokenPromises(good, options)).toEqual([]);
  expect(brokenPromises({ ...good, runs: 340, due: 11, rotations: new Map([[11, keys]]) }, options)).toEqual([]);
});

test.each<[Partial<Year>, RegExp]>([
  [{ rotations: new Map([[0, keys]]) }, /to rotate 12 times/],
  [
    {
      rotations: new Map([
        [12, keys - 1],
        [11, 1],
      ]),
    },
    /to rotate 12 times/,
  ],
  [
    {
      rotations: new Map([
        [12, keys - 1],
        [13, 1],
      ]),
    },
    /to rotate 12 times/,
  ],
  [{ runs: 340, due: 11 }, /to rotate 11 times/],
  [{ due: 11, rotations: new Map([[11, keys]]) }, /no run was missed/],
  [{ rotations: new Map([[12, keys - 1]]) }, new RegExp(`^${keys - 1} keys are on record, of ${keys}$`)],
  [{ rotations: new Map() }, /0 keys are on record/],
  [{ authentications: 0 }, /no service/],
  [{ failures: ["ci-1 at noon"] }, /1 authentications failed, the first of ci-1 at noon/],
  [{ live: { least: 0, greatest: 2 } }, /^0 keys of a resource/],
  [{ live: { least: 1, greatest: 3 } }, /^3 keys of a resource/],
  [{ live: { least: 1, greatest: 1 } }, /^1 keys of a resource/],
  [{ liveAfterDestroy: 1 }, /1 keys live/],
  [{ broken: ["a run has failed"] }, /a run has failed/],
])("%j is a broken promise", (change, words) => {
  expect(brokenPromises({ ...good, ...change }, options)).toEqual([expect.stringMatching(words)]);
});
