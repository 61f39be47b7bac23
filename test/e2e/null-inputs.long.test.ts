/** An optional input may also be null, at any depth: JavaScript programs and values from JSON write null where nothing is meant. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { kits } from "../vendors/index";
import { keyCases } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("an input that is null is unset", () => {
  const stack = sharedStack();
  const nulls: Record<string, object> = {
    inside: { rotation: { every: "30d", beforeExpiry: null, overlap: null, trigger: null } },
    rotation: { rotation: null },
    account: { account: null },
    marker: { marker: null },
    adopt: { adopt: null },
    all: { rotation: null, account: null, marker: null, adopt: null },
  };
  /** The vendor's own optional inputs, as null. */
  const own = forEachVendor((vendor) => {
    const inputs = Object.entries(kits[vendor].definition.inputs.shape);
    const optional = inputs.filter(([, input]) => input.safeParse(undefined).success);
    return Object.fromEntries(optional.map(([name]) => [name, null]));
  });
  const names = vendorNames.flatMap((vendor) =>
    Object.keys(nulls).map((name) => ({ vendor, name: `${vendor}-${name}`, args: { ...own[vendor], ...nulls[name] } })),
  );
  const program = (written: (args: object) => object) => async () => {
    for (const { vendor, name, args } of names) keyCases[vendor].declare(name, stack, written(args));
  };

  test("for a mint", async () => {
    const run = await stack.up(program((args) => args));
    expect(run.steps).toEqual(Object.fromEntries(names.map(({ name }) => [name, ["create"]])));
    expect(run.output).not.toContain("<nil>");
  });

  test("for a refresh and the next up", async () => {
    await stack.refresh();
    const run = await stack.up();
    expect(run.steps).toEqual(Object.fromEntries(names.map(({ name }) => [name, ["same"]])));
  });

  test("so that leaving it out is no change", async () => {
    const withoutNulls = (args: object) => JSON.parse(JSON.stringify(args, (_, value) => value ?? undefined));
    // The harness fills in inputs that are left out, so they are written as undefined.
    const unset = (args: object) => Object.fromEntries(Object.keys(args).map((name) => [name, undefined]));
    const run = await stack.up(program((args) => ({ ...unset(args), ...withoutNulls(args) })));
    expect(run.changing()).toEqual([]);
    expect(run.steps).toEqual(Object.fromEntries(names.map(({ name }) => [name, ["same"]])));
  });

  test("for a destroy", async () => {
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
