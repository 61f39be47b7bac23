/** Adopting a key: it must be live, and not the run's own token. Its record is complete, and later runs change nothing of it. */
import "./short-waits.test.support";
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/vendors";
import { diff } from "../../provider/core/engine/diff";
import { UserError } from "../../provider/core/values/user-error";
import { noConfig } from "../../provider/core/vendor/stack-config";
import { adopt, emulator, inputsOf, stateOf } from "./adoption.test.support";
import { printOuts } from "./print-outs.test.support";
import { samples } from "./samples.test.support";

describe.each(vendorNames)("%s", (vendor) => {
  test("a live key is adopted with its value, and nothing is minted or revoked", async () => {
    const key = emulator.strangers.mint(vendor);
    const { id, outs } = await adopt(vendor, { keyId: key.id, value: emulator.ledger.valueOf(key) });
    expect([id, outs.keyId]).toEqual([key.id, key.id]);
    expect(stateOf(outs)[samples[vendor].definition.valueOutput]).toBe(emulator.ledger.valueOf(key));
    expect(emulator.ledger.liveKeys(vendor)).toEqual([key]);
    expect(emulator.ledger.calls().every(({ method }) => method === "GET")).toBe(true);
  });

  test("a key whose value is not given is adopted without a value", async () => {
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
      expect((error as Error).message).toMatch(/^the key in `adopt` is not adopted: .* Nothing was changed\.$/);
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
