/** A run with another account's token touches no key and forgets none. Its message says what to do. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { kits } from "../vendors/index";
import { anotherAccount, keyId, oneOfEach } from "./harness/keys";
import { sharedStack, withOtherUrls } from "./harness/stack";

describe("another account's credentials", () => {
  const stack = sharedStack();

  test("are set after the keys were minted", async () => {
    await stack.up(oneOfEach(stack));
  });

  test.each(["refresh", "destroy"] as const)("at the same URL: a %s keeps the state", async (operation) => {
    const ids = forEachVendor((vendor) => keyId(stack, vendor));
    stack.environment = anotherAccount(stack);
    const run = await stack.failing(operation);
    for (const vendor of vendorNames) expect(run.errors(vendor)).toMatch(kits[vendor].foreignRefusal);
    expect(run.changing()).toEqual([]);
    expect(forEachVendor((vendor) => keyId(stack, vendor))).toEqual(ids);
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });

  test.each(["refresh", "destroy"] as const)("at another URL: a %s keeps the state", async (operation) => {
    await withOtherUrls(stack, async (other) => {
      const ids = forEachVendor((vendor) => keyId(stack, vendor));
      stack.environment = other.environment();
      const run = await stack.failing(operation);
      for (const vendor of vendorNames) {
        const [right, wrong] = [stack.emulator.urls[vendor], other.urls[vendor]];
        expect(run.errors(vendor)).toContain(
          `the key was minted at ${right}. This run calls ${wrong}. If this stack has moved`,
        );
        expect(run.errors(vendor)).toContain(
          ` in the environment to ${right}, with a token of ${right}. Then run again.`,
        );
      }
      expect(forEachVendor((vendor) => keyId(stack, vendor))).toEqual(ids);
      expect([...run.calls, ...other.ledger.calls()]).toEqual([]);
    });
  });

  test("are forgotten when the right ones are set: destroy revokes", async () => {
    stack.environment = stack.emulator.environment();
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});
