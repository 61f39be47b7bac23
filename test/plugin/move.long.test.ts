/** A stack moves from the package's classes to the native plugin and back, by aliases: no key is minted or revoked. */
import { expect, test } from "@jest/globals";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { type VendorName, vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { dynamicToken, nativeToken } from "../../provider/core/program/type-tokens";
import { sharedStack } from "../e2e/harness/stack";
import { keyClass } from "../vendors/classes";
import { kits } from "../vendors/index";
import { nativeClass } from "../vendors/native-class";

const stack = sharedStack();
const typeOf = (vendor: VendorName) => kits[vendor].definition.type;
const program = (way: "classes" | "plugin") => async () => {
  for (const vendor of vendorNames) {
    const Class = way === "plugin" ? nativeClass(typeOf(vendor)) : keyClass(vendor);
    const type = typeOf(vendor);
    // Like a YAML program, which can write an alias only as a whole URN.
    const former =
      way === "plugin" ? `urn:pulumi:test::e2e::${dynamicToken(type)}::${vendor}` : { type: nativeToken(type) };
    const options: CustomResourceOptions = { aliases: [former] };
    new Class(vendor, kits[vendor].usual(stack.emulator), options);
  }
};
const keyIds = () => forEachVendor((vendor) => stack.state(vendor).outputs.keyId);

test("the keys stay as they are in each direction, and a destroy revokes them", async () => {
  await stack.up(program("classes"));
  const minted = keyIds();
  for (const way of ["plugin", "classes", "plugin"] as const) {
    const preview = await stack.preview(program(way));
    expect(preview.sent()).toEqual([]);
    const run = await stack.up(program(way));
    expect([run.changing(), keyIds()]).toEqual([[], minted]);
    const token = way === "plugin" ? nativeToken : dynamicToken;
    expect(forEachVendor((vendor) => stack.state(vendor).type)).toEqual(
      forEachVendor((vendor) => token(typeOf(vendor))),
    );
    expect(stack.ledger.mints).toHaveLength(vendorNames.length);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
  }
  await stack.destroy();
  expect([stack.ledger.liveKeys(), stack.resources]).toEqual([[], []]);
});
