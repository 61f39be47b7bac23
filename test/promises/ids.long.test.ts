/** A short run of `npm run ids`. */
import { expect, test } from "@jest/globals";
import "../e2e/harness/environment";
import { vendorNames } from "../../emulator/index";
import { tryIds } from "./ids/try-ids";

test("of 2,000 texts tried as ids of each vendor's keys no request leaves for one that is none", async () => {
  const { tried, violations } = await tryIds(2_000 * vendorNames.length, 7);
  expect(violations).toEqual([]);
  for (const vendor of vendorNames) {
    const { allowed, refused, requests } = tried[vendor];
    // Where a list tells of all keys, one request is for all of them.
    expect([vendor, allowed + refused, allowed > 10, refused > 10, requests > 0]).toEqual([
      vendor,
      2_000,
      true,
      true,
      true,
    ]);
  }
});
