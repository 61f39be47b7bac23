/** A short run of `npm run ids`. */
import { expect, test } from "@jest/globals";
import "../e2e/harness/environment";
import { tryIds } from "./ids/try-ids";

test("of 6,000 texts tried as ids no request leaves for one that is none", async () => {
  const { ids, allowed, requests, violations } = await tryIds(6_000, 7);
  expect(violations).toEqual([]);
  expect([ids, allowed > 10, requests > 10]).toEqual([6_000, true, true]);
});
