/** A short run of `npm run ids`. */
import { expect, test } from "@jest/globals";
import "../e2e/harness/environment";
import { vendorNames } from "../../emulator/index";
import { tryIds } from "./ids/try-ids";

test("2,000 texts are tried as key ids of each vendor, and no request is sent for a text that is no id", async () => {
  const { tried, violations } = await tryIds(2_000 * vendorNames.length, 7);
  expect(violations).toEqual([]);
  for (const vendor of vendorNames) {
    const { allowed, refused, requests } = tried[vendor];
    // Where a run finds keys by a list, one request serves all ids.
    expect([vendor, allowed + refused, allowed > 10, refused > 10, requests > 0]).toEqual([
      vendor,
      2_000,
      true,
      true,
      true,
    ]);
  }
});
