/** A slice of the fault matrix in each run of the tests; `npm run faults` runs all of it. */
import { expect, test } from "@jest/globals";
import { cells } from "./cells";
import { runCells } from "./matrix";

/** Prime, so that the slice meets each fault at one request or another. */
const stride = 397;

test("the matrix has a cell for each request of each scenario under each fault", () => {
  expect(cells.length).toBeGreaterThanOrEqual(25_000);
  expect(new Set(cells.map(({ name }) => name)).size).toBe(cells.length);
});

test("a slice of the cells keeps every promise", async () => {
  const slice = cells.filter((_, index) => index % stride === 7);
  const { findings } = await runCells(slice, "slice", 0.03);
  expect(findings).toEqual([]);
});
