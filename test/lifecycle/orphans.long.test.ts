/** A provider process that is killed during a create leaves an orphan. The next create of the resource names it, and leaves it alone. */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, ok, stall } from "../../emulator/index";
import { inputsOf } from "../stack/inputs-of";
import { printedBy } from "../stack/printed-by";
import type { Properties, ProviderProcess } from "../stack/provider-process";
import { type Program, SimulatedStack } from "../stack/simulated-stack";
import { markedVendors } from "../vendors/every-vendor";
import { kits } from "../vendors/index";

let emulator: Emulator;
let stack: SimulatedStack;

beforeEach(async () => {
  emulator = await createEmulator();
  stack = new SimulatedStack();
});

afterEach(() => emulator.close());

const run = (operate: (provider: ProviderProcess) => Promise<unknown>) => printedBy(emulator, operate);

function program(vendor: (typeof markedVendors)[number], more: Properties = {}): Program {
  const { account: _, ...inputs } = inputsOf(vendor, emulator, "ci", "");
  return new Map([["ci", { ...inputs, ...more }]]);
}

/** Kills the provider process during a create, after its mint. Returns the id of the minted key. */
async function killedCreate(vendor: (typeof markedVendors)[number]): Promise<string> {
  emulator.script(vendor, kits[vendor].routes.mint, [stall("headers"), ok]);
  await run(async (provider) => {
    const up = stack.up(provider, program(vendor));
    while (emulator.ledger.mints.length === 0) await new Promise(setImmediate);
    await provider.stop("SIGKILL");
    await up;
  });
  expect(stack.records).toEqual([]);
  return emulator.ledger.liveKeys(vendor)[0]?.id ?? "";
}

test.each(markedVendors)("the next up of a killed %s create names the key and leaves it alone", async (vendor) => {
  const lost = await killedCreate(vendor);
  const printed = await run((provider) => stack.up(provider, program(vendor)));
  expect(printed).toMatch(
    new RegExp(
      `has live keys whose \\w+ ends with this resource's marker, but this run's state does not show them: ${lost}\\. They were left alone\\. `,
    ),
  );
  expect(emulator.ledger.liveKeys(vendor)).toHaveLength(2);
  expect(emulator.ledger.revokes).toEqual([]);
});

test.each(markedVendors)(
  "a %s key of a stack of the same names in another backend is named, and that cause with it",
  async (vendor) => {
    await run((provider) => stack.up(provider, program(vendor)));
    const [first] = emulator.ledger.liveKeys(vendor);
    const printed = await run((provider) => new SimulatedStack().up(provider, program(vendor)));
    expect(printed).toMatch(
      new RegExp(
        `does not show them: ${first?.id}\\. They were left alone\\. If this run replaces the key .*the replaced key is among them: .* Another stack or backend of the same names may use`,
      ),
    );
    expect(emulator.ledger.liveKeys(vendor)).toHaveLength(2);
  },
);

test.each(markedVendors)("the way out of an orphan of %s: adopt it, then destroy", async (vendor) => {
  const lost = await killedCreate(vendor);
  const aside = new SimulatedStack();
  await run((provider) => aside.up(provider, program(vendor, { adopt: { keyId: lost } })));
  await run((provider) => aside.destroy(provider));
  expect(emulator.ledger.liveKeys(vendor)).toEqual([]);
});

test.each(markedVendors)("a %s key that is replaced is no orphan", async (vendor) => {
  await run((provider) => stack.up(provider, program(vendor)));
  const printed = await run((provider) => stack.up(provider, program(vendor, kits[vendor].another(emulator))));
  expect(printed).toBe("");
  expect(emulator.ledger.mints).toHaveLength(2);
});

test.each(markedVendors)("a %s create that may not list the keys mints without a list", async (vendor) => {
  emulator.script(vendor, kits[vendor].routes.list, { commits: false, status: 403 });
  await run((provider) => stack.up(provider, program(vendor)));
  expect(stack.records.map(({ outputs }) => outputs.keyId)).toEqual([emulator.ledger.liveKeys(vendor)[0]?.id]);
});
