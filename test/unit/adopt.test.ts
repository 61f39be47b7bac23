/** Taking over a live key: only one that may be ours, whole in the record, and unchanged by the runs that follow. */
import "./short-waits.test.support";
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { createEmulator, type Emulator, type VendorName } from "../../emulator/index";
import { vendorNames } from "../../emulator/vendors";
import { create } from "../../provider/core/engine/create";
import { diff } from "../../provider/core/engine/diff";
import { UserError } from "../../provider/core/values/user-error";
import { noConfig } from "../../provider/core/vendor/stack-config";
import { kits } from "../vendors/index";
import { emptyEnvironment } from "./account/environment.test.support";
import { printOuts } from "./print-outs.test.support";
import { samples } from "./samples.test.support";

let emulator: Emulator;
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

function inputsOf(vendor: VendorName): Record<string, unknown> {
  return { ...samples[vendor].inputs, ...kits[vendor].usual(emulator) };
}

function adopt(vendor: VendorName, adopted: object, more: object = {}) {
  return create(samples[vendor].definition, { ...inputsOf(vendor), ...more, adopt: adopted }, noConfig);
}

/** The outputs as the next run is handed them. */
function stateOf(outs: Record<string, unknown>): Record<string, unknown> {
  const plain = Object.entries(outs).map(([name, value]) => [
    name,
    (value as { value?: unknown } | null)?.value ?? value,
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(plain)));
}

describe.each(vendorNames)("%s", (vendor) => {
  test("a live key is taken over with its value, and nothing is minted or revoked", async () => {
    const key = emulator.strangers.mint(vendor);
    const { id, outs } = await adopt(vendor, { keyId: key.id, value: emulator.ledger.valueOf(key) });
    expect([id, outs.keyId]).toEqual([key.id, key.id]);
    expect(stateOf(outs)[samples[vendor].definition.valueOutput]).toBe(emulator.ledger.valueOf(key));
    expect(emulator.ledger.liveKeys(vendor)).toEqual([key]);
    expect(emulator.ledger.calls().every(({ method }) => method === "GET")).toBe(true);
  });

  test("without its value it is taken over without one", async () => {
    const key = emulator.strangers.mint(vendor);
    const { outs } = await adopt(vendor, { keyId: key.id });
    expect(outs).not.toHaveProperty(samples[vendor].definition.valueOutput);
  });

  test("once it is adopted, removing `adopt` changes nothing", async () => {
    const key = emulator.strangers.mint(vendor);
    const { outs } = await adopt(vendor, { keyId: key.id });
    expect(await diff(samples[vendor].definition, stateOf(outs), inputsOf(vendor), noConfig)).toEqual({
      changes: false,
      replaces: [],
    });
  });

  test("a revoked key and one that never was are refused, and nothing is quoted", async () => {
    const key = emulator.strangers.mint(vendor);
    emulator.strangers.revoke(key);
    for (const keyId of [key.id, samples[vendor].keyId, "CANARY/..", "."]) {
      const error = await adopt(vendor, { keyId, value: "CANARY-value" }).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toMatch(/^the key in `adopt` is not taken over: .* Nothing was changed\.$/);
      expect(printOuts(error)).not.toMatch(/CANARY/);
    }
  });

  test("the value that we authenticate with is refused", async () => {
    const key = emulator.strangers.mint(vendor);
    await expect(adopt(vendor, { keyId: key.id, value: emulator.tokens[vendor] })).rejects.toThrow(
      /the key that this run authenticates with/,
    );
  });
});

test("Devin: the key that we authenticate with, a person's, and another organization's are refused", async () => {
  const [own] = emulator.ledger.keys.filter((key) => key.isPersonal);
  await expect(adopt("devin", { keyId: own?.id })).rejects.toThrow(/the key that this run authenticates with/);
  emulator.tokens.issue("devin", { name: "colleague" });
  const colleague = emulator.ledger.keys.find((key) => key.isPersonal && key !== own);
  await expect(adopt("devin", { keyId: colleague?.id })).rejects.toThrow(/is a person's/);
  const elsewhere = emulator.strangers.mint("devin", { scope: "org-other" });
  await expect(adopt("devin", { keyId: elsewhere.id })).rejects.toThrow(/no live key/);
});

test("the value of another key is refused where the vendor tells whose it is", async () => {
  const [key, other] = [emulator.strangers.mint("devin"), emulator.strangers.mint("devin")];
  const adopted = () => adopt("devin", { keyId: key.id, value: emulator.ledger.valueOf(other) });
  await expect(adopted()).rejects.toThrow(/`adopt.value` is not the value of this key/);
  emulator.switches.devin.selfAnswersServiceKeys = 200;
  await expect(adopted()).rejects.toThrow(/`adopt.value` is the value of another key/);
});

test("Kosli: a key with an expiry of its own is not replaced by the next run for it", async () => {
  const key = emulator.strangers.mint("kosli", { expiresAt: Date.parse("2090-01-31T12:00:00Z") });
  let state: Record<string, unknown>;
  try {
    state = stateOf((await adopt("kosli", { keyId: key.id })).outs);
  } catch (error) {
    // To refuse it until the program says when it expires would be as good.
    expect((error as Error).message).toMatch(/expiresAt/);
    return;
  }
  expect(await diff(samples.kosli.definition, state, inputsOf("kosli"), noConfig)).toEqual({
    changes: false,
    replaces: [],
  });
});

test("Kosli: a key with an expiry of its own is adopted by a program that says the same", async () => {
  const expiresAt = "2090-01-31T12:00:00Z";
  const key = emulator.strangers.mint("kosli", { expiresAt: Date.parse(expiresAt) });
  const { outs } = await adopt("kosli", { keyId: key.id }, { expiresAt });
  const found = await diff(samples.kosli.definition, stateOf(outs), { ...inputsOf("kosli"), expiresAt }, noConfig);
  expect(found).toEqual({ changes: false, replaces: [] });
});

test("a key without an expiry, by which alone its rotation could be due, is said to have none", async () => {
  const more = { expiresIn: "90d", rotation: { beforeExpiry: "7d" } };
  jest.mocked(console.log).mockClear();
  await adopt(
    "kosli",
    { keyId: emulator.strangers.mint("kosli", { expiresAt: emulator.clock.now() + 86_400_000 }).id },
    more,
  );
  expect(console.log).not.toHaveBeenCalled();
  const { id } = emulator.strangers.mint("kosli");
  await adopt("kosli", { keyId: id }, more);
  expect(console.log).toHaveBeenCalledWith(
    expect.stringContaining(`key ${id} has no expiry before which \`rotation.beforeExpiry\` could rotate it`),
  );
});
