/** Adoptions without an engine: creates with `adopt`, against one emulator for the tests of a file. */
import { afterAll, beforeAll, beforeEach, jest } from "@jest/globals";
import { createEmulator, type Emulator, type VendorName } from "../../emulator/index";
import { create } from "../../provider/core/engine/create";
import { noConfig } from "../../provider/core/vendor/stack-config";
import { kits } from "../vendors/index";
import { emptyEnvironment } from "./account/environment.test.support";
import { samples } from "./samples.test.support";

export let emulator: Emulator;
emptyEnvironment();
beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
});
beforeEach(async () => {
  await emulator.reset();
  Object.assign(process.env, emulator.environment());
  jest.spyOn(console, "log").mockImplementation(() => {});
});
afterAll(() => emulator.close());

export function inputsOf(vendor: VendorName): Record<string, unknown> {
  return { ...samples[vendor].inputs, ...kits[vendor].usual(emulator) };
}

export function adopt(vendor: VendorName, adopted: object, more: object = {}) {
  return create(samples[vendor].definition, { ...inputsOf(vendor), ...more, adopt: adopted }, noConfig);
}

/** The outputs as the next run is handed them. */
export function stateOf(outs: Record<string, unknown>): Record<string, unknown> {
  const plain = Object.entries(outs).map(([name, value]) => [
    name,
    (value as { value?: unknown } | null)?.value ?? value,
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(plain)));
}
