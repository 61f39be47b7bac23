/** The promises that a year has broken, in words. If there is any, `npm run year` ends with 1. */
import { vendorNames } from "../../emulator/index";
import type { Year, YearOptions } from "./year";

export function brokenPromises(year: Year, { days, keysPerVendor }: YearOptions): string[] {
  const { runs, due, rotations, authentications, failures, live, liveAfterDestroy } = year;
  const rotated = [...rotations].flatMap(([count, ofSo]) => Array<number>(ofSo).fill(count));
  const keys = vendorNames.length * keysPerVendor;
  const perYear = Math.floor(days / 30);
  const promises: readonly [isKept: boolean, otherwise: string][] = [
    [authentications > 0, "no service has used its key"],
    [failures.length === 0, `${failures.length} authentications failed, the first of ${failures[0]}`],
    [rotated.length === keys, `${rotated.length} keys are on record, of ${keys}`],
    [rotated.every((count) => count === due), `a key was to rotate ${due} times, and did not`],
    [runs <= days || due === perYear, `no run was missed, and ${due} rotations were due, not ${perYear}`],
    [live.least === 1, `${live.least} keys of a resource were live at some instant`],
    [live.greatest === 2, `${live.greatest} keys of a resource were live at once, at most`],
    [liveAfterDestroy === 0, `${liveAfterDestroy} keys live after the destroy`],
  ];
  return [...promises.flatMap(([isKept, otherwise]) => (isKept ? [] : [otherwise])), ...year.broken];
}
