/** That the matrix leaves no request without its faults: a request that the product learns to send must come into a scenario. */
import { expect, test } from "@jest/globals";
import { scenarios } from "./cells";
import { inWords, type Scenario } from "./scenarios/scenario";
import { runUnfaulted } from "./unfaulted";

test("each request of each scenario meets every fault, here or in the scenario that it is the same as", async () => {
  expect(await runUnfaulted(0.1)).toMatchObject({ gaps: [], findings: [] });
});

test("what a request is said to be the same as is a scenario that faults its route", () => {
  for (const own of Object.values(scenarios)) {
    const faulted = new Map(own.map((scenario) => [inWords(scenario), routesOf(scenario)]));
    expect(faulted.size).toBe(own.length);
    for (const { sameAs = {} } of own) {
      for (const [words, requests] of Object.entries(sameAs)) {
        for (const { route } of requests)
          expect([words, faulted.get(words)]).toEqual([words, expect.arrayContaining([route])]);
      }
    }
  }
});

function routesOf({ requests = [], routes = [] }: Scenario): string[] {
  return [...requests.map(({ route }) => route), ...routes];
}
