/** The matrix leaves no request without faults. If the provider sends a new kind of request, a scenario must name it. */
import { beforeAll, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { scenarioName, scenarios } from "./cells";
import { neverFaulted, requestsIn, runUnfaulted, type Unfaulted } from "./unfaulted";

let runs: readonly Unfaulted[];
beforeAll(async () => {
  runs = await runUnfaulted(0.1);
});

test("each scenario keeps every promise without a fault", () => {
  expect(runs.flatMap(({ findings }) => findings)).toEqual([]);
});

test("each request of each scenario meets every fault, in that scenario or at the same moment of another", () => {
  expect(neverFaulted(runs)).toEqual([]);
});

test("each scenario has a request that meets faults", () => {
  const without = runs.filter((run) => requestsIn(run).length === 0);
  expect(without.map(({ vendor, scenario }) => scenarioName(vendor, scenario))).toEqual([]);
});

test("a mint is pending before each run that is to settle it, and before no other run", () => {
  const other = runs.filter(({ scenario, isPending }) => isPending !== scenario.operation.startsWith("settle by "));
  expect(other.map(({ vendor, scenario }) => scenarioName(vendor, scenario))).toEqual([]);
});

test("no two scenarios of a vendor have the same words", () => {
  const names = vendorNames.flatMap((vendor) => scenarios[vendor].map((scenario) => scenarioName(vendor, scenario)));
  expect(names).toEqual([...new Set(names)]);
});
