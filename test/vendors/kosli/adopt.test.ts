/** Adopting a live Kosli key: an adopted key is whole in the record, and later runs leave it unchanged. */
import "../../unit/short-waits.test.support";
import { expect, jest, test } from "@jest/globals";
import { diff } from "../../../provider/core/engine/diff";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { adopt, emulator, inputsOf, stateOf } from "../../unit/adoption.test.support";
import { samples } from "../../unit/samples.test.support";

test("Kosli: a key with an expiry of its own is not replaced by the next run for it", async () => {
  const key = emulator.strangers.mint("kosli", { expiresAt: Date.parse("2090-01-31T12:00:00Z") });
  let state: Record<string, unknown>;
  try {
    state = stateOf((await adopt("kosli", { keyId: key.id })).outs);
  } catch (error) {
    // It would also be right to refuse the key until the program says when it expires.
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

test("the run says that an adopted key has no expiry, where its rotation could be due only by its expiry", async () => {
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
