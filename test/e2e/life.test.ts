/** The ordinary life of a key of each vendor: minted once, kept, read, revoked. */
import { describe, expect, test } from "@jest/globals";
import { type Key, vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { instant } from "../../provider/core/values/instant";
import type { Definition } from "../../provider/core/vendor/definition";
import { kits } from "../vendors/index";
import { keyId, oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";

const anyInstant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe("a key of each vendor", () => {
  const stack = sharedStack();
  let minted: Record<string, unknown>;

  test("is minted by an up, with as few requests as the vendor allows", async () => {
    const run = await stack.up(oneOfEach(stack));
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    for (const vendor of vendorNames) expect(run.sent(vendor)).toEqual(kits[vendor].minting.requests);
    expect(run.said).toEqual([]);
  });

  test("has the account that minted it, the vendor's own words and the instant as outputs", async () => {
    for (const vendor of vendorNames) {
      const { definition, minting } = kits[vendor];
      const key = stack.ledger.liveKeys(vendor)[0] as Key;
      const expected = Object.entries<unknown>(minting.outputs(key)).map(([name, output]) => [
        name,
        output instanceof RegExp ? expect.stringMatching(output) : output,
      ]);
      const { outputs } = stack.state(vendor);
      expect(outputs).toMatchObject({ keyId: key.id, createdAt: anyInstant, ...Object.fromEntries(expected) });
      expect(outputs.mintedBy).toMatchObject({ url: stack.emulator.urls[vendor], ...minting.mintedBy(key) });
      const { expiry } = definition as Definition;
      // The output tells the vendor's expiry, also where the program asks for none.
      if (expiry) expect(outputs[expiry.output]).toBe(instant(key.expiresAt ?? Number.NaN));
    }
    expect(forEachVendor((vendor) => stack.state(vendor).id)).toEqual(forEachVendor((vendor) => keyId(stack, vendor)));
  });

  test("has a value that the vendor's services accept", async () => {
    minted = await stack.values();
    expect(forEachVendor((vendor) => stack.ledger.authenticates(String(minted[vendor])))).toEqual(
      forEachVendor(() => true),
    );
  });

  test("stays as it is in a second up, which sends nothing", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
    expect(run.said).toEqual([]);
  });

  test("stays as it is in a preview, which sends nothing", async () => {
    const run = await stack.preview();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
  });

  test("keeps its value, secret as before, in a refresh that asks only for that key", async () => {
    const outputs = async () => (await stack.exported()).map(({ urn, outputs }) => [urn, outputs]);
    const before = await outputs();
    const run = await stack.refresh();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.changing()).toEqual([]);
    expect(run.sent()).toHaveLength(vendorNames.length);
    expect(await stack.values()).toEqual(minted);
    expect(await outputs()).toEqual(before);
  });

  test("still changes nothing in an up after the refresh", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
  });

  test("is revoked by a destroy, once, by its own id", async () => {
    const ids = forEachVendor((vendor) => keyId(stack, vendor));
    const run = await stack.destroy();
    expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
    for (const vendor of vendorNames) expect(run.changing(vendor)).toEqual([kits[vendor].routes.revoke]);
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(Object.values(ids).toSorted());
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});
