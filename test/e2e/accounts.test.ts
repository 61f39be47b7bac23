/** Where credentials come from: named accounts, the environment, secret config; and what another account does to a key. */
import { describe, expect, test } from "@jest/globals";
import { forEachVendor } from "../../emulator/vendors";
import { namedAccount } from "./harness/environment";
import { anotherAccount, forAll, keyId, oneOfEach } from "./harness/keys";
import { freshStack, sharedStack, withOtherUrls } from "./harness/stack";

/** Unnamed settings that would stop any run that looked at them. */
const unusable = {
  DEVIN_ENTERPRISE_API_KEY: "cog_of-another-kind",
  KOSLI_API_TOKEN: "with a space",
  NEKUDA_TOKEN: "with a space",
};

describe("a named account", () => {
  const stack = freshStack();

  test("is taken from its own variables through up, refresh and destroy; the unnamed ones are ignored", async () => {
    stack.environment = { ...namedAccount("eu", stack.emulator.environment()), ...unusable };
    await stack.up(oneOfEach(stack, forAll({ account: "eu" })));
    expect(stack.ledger.liveKeys()).toHaveLength(3);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("is taken from secret config through up, refresh and destroy; the unnamed settings are ignored", async () => {
    const { tokens, urls } = stack.emulator;
    await stack.configure(
      {
        "devin:accounts.eu.apiKey": tokens.devin,
        "devin:accounts.eu.apiUrl": urls.devin,
        "kosli:accounts.eu.apiToken": tokens.kosli,
        "kosli:accounts.eu.apiUrl": urls.kosli,
        "kosli:accounts.eu.org": "acme",
        "nekuda:accounts.eu.token": tokens.nekuda,
        "nekuda:accounts.eu.apiUrl": urls.nekuda,
      },
      { path: true },
    );
    stack.environment = unusable;
    await stack.up(oneOfEach(stack, forAll({ account: "eu" })));
    expect(stack.ledger.liveKeys()).toHaveLength(3);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});

describe("credentials in secret config alone", () => {
  const stack = sharedStack();

  test("serve up, refresh and destroy", async () => {
    const { tokens, urls } = stack.emulator;
    await stack.configure({
      "devin:apiKey": tokens.devin,
      "devin:apiUrl": urls.devin,
      "kosli:apiToken": tokens.kosli,
      "kosli:apiUrl": urls.kosli,
      "kosli:org": "acme",
      "nekuda:token": tokens.nekuda,
      "nekuda:apiUrl": urls.nekuda,
    });
    stack.environment = {};
    await stack.up(oneOfEach(stack));
    expect(stack.ledger.liveKeys()).toHaveLength(3);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("give way to the environment", async () => {
    stack.environment = anotherAccount(stack);
    const { scope: orgId } = stack.emulator.place("devin", { account: "other" });
    await stack.up(oneOfEach(stack, { devin: { orgId } }));
    expect(stack.ledger.liveKeys().map(({ account }) => account)).toEqual(["other", "other", "other"]);
  });
});

describe("a key of another account", () => {
  const stack = freshStack();
  const replaced = forEachVendor(() => ["create-replacement", "replace", "delete-replaced"]);

  test("at the same URL replaces the key: minted by the new account, revoked by the old one", async () => {
    await stack.up(oneOfEach(stack));
    const { scope: orgId } = stack.emulator.place("devin", { account: "other" });
    stack.environment = { ...stack.environment, ...namedAccount("eu", anotherAccount(stack)) };
    const run = await stack.up(oneOfEach(stack, { ...forAll({ account: "eu" }), devin: { account: "eu", orgId } }));
    expect(run.steps).toEqual(replaced);
    expect(stack.ledger.liveKeys().map(({ account, mintedBy }) => [account, mintedBy])).toEqual(
      Array(3).fill(["other", "someone else"]),
    );
    expect(stack.ledger.revokes.map(({ account, revokedBy }) => [account, revokedBy])).toEqual(
      Array(3).fill(["acme", "admin"]),
    );
  });

  test("at another URL replaces the key: minted there, revoked here", async () => {
    await withOtherUrls(stack, async (other) => {
      await stack.up(oneOfEach(stack));
      const ids = forEachVendor((vendor) => keyId(stack, vendor));
      stack.environment = { ...stack.environment, ...namedAccount("eu", other.environment()) };
      const { scope: orgId } = other.place("devin");
      const run = await stack.up(oneOfEach(stack, { ...forAll({ account: "eu" }), devin: { account: "eu", orgId } }));
      expect(run.steps).toEqual(replaced);
      expect(stack.ledger.liveKeys()).toEqual([]);
      expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(Object.values(ids).toSorted());
      expect(other.ledger.liveKeys()).toHaveLength(3);
      await stack.destroy();
      expect(other.ledger.liveKeys()).toEqual([]);
    });
  });
});
