/** Settings that count only when a key is read or revoked: a change is written into the record, and no consumer sees a change. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { vendorsThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { Change, Inputs } from "../vendors/input-cases";
import type { Routes } from "../vendors/kit";
import { Consumer } from "./harness/consumer";
import { namedAccount } from "./harness/environment";
import { keyCases, keyId } from "./harness/keys";
import { sharedStack } from "./harness/stack";
import { variable, withoutTokens } from "./harness/variables";

/** A change of the vendor's own settings, if it has any. */
const ownSettings = forEachVendor((vendor): Inputs | undefined => {
  const changes: readonly Change[] = kits[vendor].inputCases.changes;
  return changes.find(([, before, , effect]) => effect === "settings" && Object.keys(before).length === 0)?.[2];
});
/** The vendors where such a setting has the row of a revoked key deleted. */
const discarding = vendorsThat(({ routes }) => routes.discard !== undefined);

describe("a setting that reading and revoking need", () => {
  const stack = sharedStack();
  const consumersSame = Object.fromEntries(vendorNames.map((vendor) => [`user of ${vendor}`, ["same"]]));

  const program =
    (args: object, hasOwn = false) =>
    async () => {
      for (const vendor of vendorNames) {
        const own = hasOwn ? ownSettings[vendor] : {};
        new Consumer(`user of ${vendor}`, keyCases[vendor].declare(vendor, stack, { ...args, ...own }).value);
      }
    };

  test("is written in place when the account is renamed: the vendor is at most asked whose it is", async () => {
    await stack.up(program({}));
    const ids = forEachVendor((vendor) => keyId(stack, vendor));
    const values = await stack.values();
    stack.environment = { ...stack.environment, ...namedAccount("eu", stack.emulator.environment()) };
    const run = await stack.up(program({ account: "eu" }));
    expect(run.steps).toEqual({ ...forEachVendor(() => ["update"]), ...consumersSame });
    expect(run.changing()).toEqual([]);
    for (const vendor of vendorNames) if (variable(vendor, "org")) expect(run.sent(vendor)).toEqual([]);
    expect(forEachVendor((vendor) => keyId(stack, vendor))).toEqual(ids);
    expect(await stack.values()).toEqual(values);
  });

  test("is written once: the next up changes nothing and sends nothing", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual({ ...forEachVendor(() => ["same"]), ...consumersSame });
    expect(run.sent()).toEqual([]);
  });

  test("is written in place when a vendor's own setting changes, with no request at all", async () => {
    const run = await stack.up(program({ account: "eu" }, true));
    const steps = forEachVendor((vendor) => [ownSettings[vendor] ? "update" : "same"]);
    expect(run.steps).toEqual({ ...steps, ...consumersSame });
    expect(run.sent()).toEqual([]);
  });

  test("counts in a later refresh and destroy: the account's new name, and the row deleted", async () => {
    stack.environment = namedAccount("eu", stack.emulator.environment());
    const refreshed = await stack.refresh();
    expect(refreshed.steps).toMatchObject(forEachVendor(() => ["same"]));
    const run = await stack.destroy();
    for (const vendor of discarding) {
      const { find, revoke, discard } = kits[vendor].routes as Routes;
      expect(run.sent(vendor)).toEqual([find, revoke, discard]);
    }
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.ledger.mints.map(({ vendor, deletedAt }) => [vendor, deletedAt !== null])).toEqual(
      expect.arrayContaining(vendorNames.map((vendor) => [vendor, discarding.includes(vendor)])),
    );
  });
});

describe("an account's new name without its credentials", () => {
  const stack = sharedStack();
  const program = (args: object) => async () => {
    for (const vendor of vendorNames) keyCases[vendor].declare(vendor, stack, args);
  };

  test("previews all the same: pull requests have no secrets", async () => {
    await stack.up(program({}));
    stack.environment = namedAccount("eu", withoutTokens(stack.environment));
    const run = await stack.preview(program({ account: "eu" }));
    expect(run.steps).toEqual(forEachVendor(() => ["update"]));
    expect(run.sent()).toEqual([]);
  });

  test("fails the up before any request: no later run could revoke the key", async () => {
    const run = await stack.failing("up");
    for (const vendor of vendorNames) expect(run.errors(vendor)).toContain('token for the account "eu": set ');
    expect(run.sent()).toEqual([]);
    expect(forEachVendor((vendor) => stack.state(vendor).outputs.account)).toEqual(forEachVendor(() => undefined));
  });
});

describe.each(discarding)("a setting of %s alone, changed where no credentials are", (vendor) => {
  const stack = sharedStack();

  test("is written all the same: nothing is to be asked", async () => {
    await stack.up(program({}));
    stack.environment = withoutTokens(stack.environment);
    const run = await stack.up(program(ownSettings[vendor] ?? {}));
    expect(run.steps).toEqual({ [vendor]: ["update"] });
    expect(stack.state(vendor).outputs).toMatchObject(ownSettings[vendor] ?? {});
  });

  const program = (args: object) => async () => void keyCases[vendor].declare(vendor, stack, args);
});
