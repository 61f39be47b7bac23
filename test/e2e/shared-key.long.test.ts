/** Two resources adopt one key, so both hold it: the key is revoked when the last of them goes. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { keyCases } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("a key that two resources hold", () => {
  const stack = sharedStack();
  let adopted: Record<string, string>;

  const program =
    (...names: string[]) =>
    async () => {
      for (const vendor of vendorNames) {
        for (const name of names)
          keyCases[vendor].declare(`${vendor}-${name}`, stack, { adopt: { keyId: adopted[vendor] ?? "" } });
      }
    };

  test("is adopted by both", async () => {
    adopted = forEachVendor((vendor) => stack.emulator.strangers.mint(vendor, { name: "for tests" }).id);
    const run = await stack.up(program("one", "other"));
    expect(run.changing()).toEqual([]);
    expect(stack.resources).toHaveLength(1 + 2 * vendorNames.length);
  });

  test("stays live when one of them leaves the program, which says so", async () => {
    const run = await stack.up(program("one"));
    for (const vendor of vendorNames) {
      expect(run.steps[`${vendor}-other`]).toEqual(["delete"]);
      expect(run.output).toContain(
        `${vendor}-other: key ${adopted[vendor]} is not revoked: ${vendor}-one holds it too`,
      );
    }
    expect(run.changing()).toEqual([]);
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });

  test("is revoked when the other one goes", async () => {
    const run = await stack.up(program());
    expect(run.changing()).toHaveLength(vendorNames.length);
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});

describe("a destroy of both at once", () => {
  const stack = sharedStack();

  test("succeeds and leaves nothing live", async () => {
    const ids = forEachVendor((vendor) => stack.emulator.strangers.mint(vendor, { name: "for tests" }).id);
    await stack.up(async () => {
      for (const vendor of vendorNames) {
        for (const name of ["one", "other"])
          keyCases[vendor].declare(`${vendor}-${name}`, stack, { adopt: { keyId: ids[vendor] } });
      }
    });
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});
