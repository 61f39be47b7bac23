/** A slice of the fault matrix in each run of the tests; `npm run faults` runs all of it. */
import { expect, test } from "@jest/globals";
import { cells } from "./cells";
import { runCells } from "./matrix";

test("the matrix has a cell for each request of each operation under each fault", () => {
  expect(cells.length).toBeGreaterThanOrEqual(600);
  expect(new Set(cells.map(({ name }) => name)).size).toBe(cells.length);
});

test("every twentieth cell keeps every promise", async () => {
  const slice = cells.filter((_, index) => index % 20 === 7);
  expect(await runCells(slice, "slice")).toEqual([]);
});
