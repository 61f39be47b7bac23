/** A slice of the matrix. `npm run faults` runs all of it. */
import { beforeAll, expect, test } from "@jest/globals";
import type { Cell } from "./cells";
import { runCells } from "./matrix";
import { allCells } from "./unfaulted";

/** Steps of this size visit every cell, and soon each scenario, since the number is prime. */
const stride = 7919;

let cells: readonly Cell[];
beforeAll(async () => {
  cells = await allCells();
});

test("the matrix has a cell for each request of each scenario under each fault", () => {
  expect(cells.length).toBeGreaterThanOrEqual(35_000);
  expect(new Set(cells.map(({ name }) => name)).size).toBe(cells.length);
});

test("a slice with each fault, and each operation of each vendor, keeps every promise", async () => {
  const slice = sliced(cells);
  expect(new Set(slice.flatMap(aspectsOf))).toEqual(new Set(cells.flatMap(aspectsOf)));
  expect((await runCells(slice, "slice")).findings).toEqual([]);
}, 300_000);

/** The cells that add a fault, or an operation or route of a vendor, which no cell before them has. */
function sliced(all: readonly Cell[]): Cell[] {
  const shown = new Set<string>();
  return all
    .map((_, index) => all[(index * stride) % all.length] as Cell)
    .filter((cell) => {
      const shows = aspectsOf(cell).filter((aspect) => !shown.has(aspect));
      for (const aspect of shows) shown.add(aspect);
      return shows.length > 0;
    });
}

function aspectsOf({ vendor, scenario, request, faultName }: Cell): string[] {
  return [faultName, `${vendor} ${scenario.operation}`, `${vendor} ${request.route}`];
}
