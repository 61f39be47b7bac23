/** Adopting a live key instead of minting one. */
import { describe, expect, test } from "@jest/globals";
import { type Key, type VendorName, vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { keyCases, keyId, oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";
import type { TestStack } from "./harness/test-stack";

/** A vendor whose lists show something of each value, so that a wrong `adopt.value` is found at once. */
const provesValues = vendorThat(({ definition }) => definition.marked === undefined);

const strangers = (stack: TestStack) =>
  forEachVendor((vendor) => stack.emulator.strangers.mint(vendor, { name: "for tests", description: "by hand" }));

describe("a key adopted with its value", () => {
  const stack = sharedStack();
  let adopted: Record<string, Key>;
  const ids = () => forEachVendor((vendor) => adopted[vendor]?.id ?? "");

  test("is announced by a preview: a later destroy will revoke it", async () => {
    adopted = strangers(stack);
    const run = await stack.preview(
      oneOfEach(
        stack,
        forEachVendor((vendor) => {
          const key = adopted[vendor] as Key;
          return { adopt: { keyId: key.id, value: stack.ledger.valueOf(key) } };
        }),
      ),
    );
    for (const vendor of vendorNames)
      expect(run.output).toMatch(new RegExp(`${vendor}: adopts a live key, which a later destroy revokes`));
    expect(run.sent()).toEqual([]);
  });

  test("is adopted by an up that mints nothing, its value kept as a secret", async () => {
    const run = await stack.up();
    expect(run.changing()).toEqual([]);
    expect(forEachVendor((vendor) => keyId(stack, vendor))).toEqual(ids());
    const values = await stack.values();
    expect(forEachVendor((vendor) => values[vendor] === stack.ledger.valueOf(adopted[vendor] as Key))).toEqual(
      forEachVendor(() => true),
    );
    expect(forEachVendor((vendor) => "adopt" in stack.state(vendor).outputs)).toEqual(forEachVendor(() => false));
  });

  test("is kept by the next up, which says that adopt may go", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
    for (const vendor of vendorNames)
      expect(run.output).toContain(`${vendor}: the key is adopted: \`adopt\` may be removed from the program`);
  });

  test("refuses another identity in preview while adopt stands, on that property", async () => {
    for (const vendor of vendorNames) {
      const change = kits[vendor].another(stack.emulator);
      const args = { ...change, adopt: { keyId: ids()[vendor] } };
      const run = await stack.failing(
        "preview",
        oneOfEach(stack, { ...forEachVendor((other) => ({ adopt: { keyId: ids()[other] } })), [vendor]: args }),
      );
      expect(run.errors(vendor)).toContain(Object.keys(change)[0]);
      expect(run.errors(vendor)).toContain("a change here mints a new key and revokes the adopted key.");
      expect(run.sent()).toEqual([]);
    }
  });

  test("is replaced when adopt goes together with the change: a new one is minted, the adopted one revoked", async () => {
    const run = await stack.up(
      oneOfEach(
        stack,
        forEachVendor((vendor) => kits[vendor].another(stack.emulator)),
      ),
    );
    expect(run.steps).toEqual(forEachVendor(() => ["create-replacement", "replace", "delete-replaced"]));
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(Object.values(ids()).toSorted());
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });
});

describe("a key adopted without its value", () => {
  const stack = sharedStack();

  test("has no value as an output, through a refresh too, and is revoked by a destroy", async () => {
    const adopted = strangers(stack);
    const program = oneOfEach(
      stack,
      forEachVendor((vendor) => ({ adopt: { keyId: adopted[vendor].id } })),
    );
    const run = await stack.up(program);
    expect(run.changing()).toEqual([]);
    expect((await stack.refresh()).steps).toEqual(forEachVendor(() => ["same"]));
    expect(await stack.values()).toEqual(forEachVendor(() => undefined));
    await stack.destroy();
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(
      Object.values(adopted)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("takes the value that is told later, once it is proved that key's", async () => {
    const adopted = strangers(stack);
    const other = stack.emulator.strangers.mint(provesValues);
    const program = (value?: (vendor: VendorName) => string) =>
      oneOfEach(
        stack,
        forEachVendor((vendor) => ({ adopt: { keyId: adopted[vendor].id, ...(value && { value: value(vendor) }) } })),
      );
    await stack.up(program());
    const wrong = await stack.failing(
      "up",
      program((vendor) => stack.ledger.valueOf(vendor === provesValues ? other : adopted[vendor])),
    );
    expect(wrong.errors(provesValues)).toContain("`adopt.value` is not the value of this key");
    await stack.up(program(own));
    expect(await stack.values()).toEqual(forEachVendor(own));
    expect((await stack.up()).steps).toEqual(forEachVendor(() => ["same"]));
    await stack.destroy();
    expect(stack.ledger.liveKeys().map(({ mintedBy }) => mintedBy)).toEqual(["stranger"]);

    function own(vendor: VendorName): string {
      return stack.ledger.valueOf(adopted[vendor]);
    }
  });
});

describe("a key adopted with retainOnDelete", () => {
  const stack = sharedStack();

  test("lives on when it leaves the program", async () => {
    const adopted = strangers(stack);
    await stack.up(async () => {
      for (const vendor of vendorNames)
        keyCases[vendor].declare(vendor, stack, { adopt: { keyId: adopted[vendor].id } }, { retainOnDelete: true });
    });
    await stack.destroy();
    expect(stack.resources).toEqual([]);
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });
});
