/** Where tokens come from: named accounts, the environment, secret config. And what happens to a key whose account changes. */
import { describe, expect, test } from "@jest/globals";
import { type VendorName, vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { kits } from "../vendors/index";
import type { VendorKit } from "../vendors/kit";
import { namedAccount } from "./harness/environment";
import { anotherAccount, forAll, keyId, oneOfEach } from "./harness/keys";
import { freshStack, sharedStack, withOtherUrls } from "./harness/stack";
import type { TestStack } from "./harness/test-stack";
import { asConfig, tokenVariable } from "./harness/variables";

/** Malformed tokens in the variables of the unnamed account: a run that reads one of them fails. */
const unusable = Object.fromEntries(vendorNames.map((vendor) => [tokenVariable(vendor), "with a space"]));

/** For each vendor, the inputs that differ in another account (such as an organization), and `more` inputs for all. */
function elsewhere({ emulator }: TestStack, more: object = {}): Record<VendorName, object> {
  return forEachVendor((vendor) => {
    const kit: VendorKit = kits[vendor];
    return { ...kit.inAnotherAccount?.(emulator), ...more };
  });
}

describe("a named account", () => {
  const stack = freshStack();

  test("is taken from its own variables through up, refresh and destroy; the unnamed ones are ignored", async () => {
    stack.environment = { ...namedAccount("eu", stack.emulator.environment()), ...unusable };
    await stack.up(oneOfEach(stack, forAll({ account: "eu" })));
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("is taken from secret config through up, refresh and destroy; the unnamed variables are ignored", async () => {
    await stack.configure(asConfig(stack.emulator.environment(), "eu"), { path: true });
    stack.environment = unusable;
    await stack.up(oneOfEach(stack, forAll({ account: "eu" })));
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});

describe("credentials in secret config alone", () => {
  const stack = sharedStack();

  test("serve up, refresh and destroy", async () => {
    await stack.configure(asConfig(stack.emulator.environment()));
    stack.environment = {};
    await stack.up(oneOfEach(stack));
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("give way to the environment", async () => {
    stack.environment = anotherAccount(stack);
    await stack.up(oneOfEach(stack, elsewhere(stack)));
    expect(stack.ledger.liveKeys().map(({ account }) => account)).toEqual(vendorNames.map(() => "other"));
  });
});

describe("a key of another account", () => {
  const stack = freshStack();
  const replaced = forEachVendor(() => ["create-replacement", "replace", "delete-replaced"]);

  test("at the same URL replaces the key: minted by the new account, the replaced key revoked by the one before", async () => {
    await stack.up(oneOfEach(stack));
    stack.environment = { ...stack.environment, ...namedAccount("eu", anotherAccount(stack)) };
    const run = await stack.up(oneOfEach(stack, elsewhere(stack, { account: "eu" })));
    expect(run.steps).toEqual(replaced);
    expect(stack.ledger.liveKeys().map(({ account, mintedBy }) => [account, mintedBy])).toEqual(
      Array(vendorNames.length).fill(["other", "someone else"]),
    );
    expect(stack.ledger.revokes.map(({ account, revokedBy }) => [account, revokedBy])).toEqual(
      Array(vendorNames.length).fill(["acme", "admin"]),
    );
  });

  test("at another URL replaces the key: minted there, revoked here", async () => {
    await withOtherUrls(stack, async (other) => {
      await stack.up(oneOfEach(stack));
      const ids = forEachVendor((vendor) => keyId(stack, vendor));
      stack.environment = { ...stack.environment, ...namedAccount("eu", other.environment()) };
      const there = forEachVendor((vendor) => ({ ...kits[vendor].usual(other), account: "eu" }));
      const run = await stack.up(oneOfEach(stack, there));
      expect(run.steps).toEqual(replaced);
      expect(stack.ledger.liveKeys()).toEqual([]);
      expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(Object.values(ids).toSorted());
      expect(other.ledger.liveKeys()).toHaveLength(vendorNames.length);
      await stack.destroy();
      expect(other.ledger.liveKeys()).toEqual([]);
    });
  });
});
