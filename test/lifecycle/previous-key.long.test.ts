/** The previous key: it is retired once its overlap is over, and no sooner. It can be adopted again, and must never be forgotten. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import type { Properties } from "../stack/provider-process";
import { marked, toldByKeys } from "../vendors/chosen";

const rotation = { every: "30d", overlap: "24h" };

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.record().outputs;

describe("the key in use has gone while the previous key lives", () => {
  test("and is adopted: it is in use again, and is not retired", async () => {
    world = await OneStack.open(marked);
    const { keyId } = await world.onlyThePreviousLivesByAge(rotation);
    const more = { rotation: { every: "90d", overlap: "24h" }, adopt: { keyId } };
    expect((await world.upOn(30, more)).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId });
    expect(outputs()).not.toHaveProperty("previousKeyId");
    expect((await world.upOn(32, more)).errors).toEqual([]);
    expect(world.live).toEqual([keyId]);
  });

  test("and the next mint is lost: the way out does not forget it", async () => {
    world = await OneStack.open(marked);
    const { keyId } = await world.onlyThePreviousLivesByAge(rotation);
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, status(500));
    const { errors } = await world.upOn(30, { rotation });
    expect(errors).toEqual([
      expect.stringContaining(
        `Mend that, then run the same command again. Until the mint is settled, do not taint, \`--replace\` or \`pulumi state delete\` this resource: that mints a second key, or forgets key ${keyId}.`,
      ),
    ]);
    expect(errors[0]).not.toContain("state delete <urn>");
  });
});

test("a key in use that becomes the previous key, as an older key is adopted beside a pending rotation, is ours and is revoked", async () => {
  world = await OneStack.open(marked);
  const { emulator } = world;
  // Somebody made this key by hand, months before the first mint.
  const legacy = emulator.strangers.mint(marked);
  world.day = 60;
  const unmarked = (trigger: string, more = {}) => world.rotating(trigger, { marker: false, ...more });
  await world.up(unmarked("one"));
  const inUse = String(world.record().outputs.keyId);
  // The mint created nothing, and the lists that would tell so fail.
  world.loseMint("before-commit");
  expect((await world.up(unmarked("two"))).errors).toHaveLength(1);
  expect(world.record().outputs.pending).toBeDefined();
  world.script("list", status(501));
  const adopt = { keyId: legacy.id, value: emulator.ledger.valueOf(legacy) };
  expect((await world.up(unmarked("two", { adopt }))).errors).toEqual([]);
  expect(world.record().outputs).toMatchObject({ keyId: legacy.id, previousKeyId: inUse });
  world.script("list", ok);
  world.day = 62;
  const retire = await world.up(unmarked("two"));
  const destroy = await world.destroy();
  expect({ up: retire.errors, destroy: destroy.errors, live: world.live }).toEqual({ up: [], destroy: [], live: [] });
});

test("a previous key is ours and is revoked, where the key in use has gone and an older key is adopted beside it", async () => {
  world = await OneStack.open(toldByKeys);
  const { emulator } = world;
  const legacy = emulator.strangers.mint(toldByKeys);
  world.day = 60;
  const previous = await world.onlyThePreviousLives();
  expect((await world.up(world.rotating("two", { adopt: { keyId: legacy.id } }))).errors).toEqual([]);
  expect(world.record().outputs).toMatchObject({ keyId: legacy.id, previousKeyId: previous });
  world.day = 62;
  const retire = await world.up(world.rotating("two"));
  const destroy = await world.destroy();
  expect({ up: retire.errors, destroy: destroy.errors, live: world.live }).toEqual({ up: [], destroy: [], live: [] });
});

test("a previous key that is a person's is left alone, and nobody is sent to forget the key in use", async () => {
  world = await OneStack.open("devin");
  await world.upOn(0, { rotation });
  await world.upOn(30, { rotation });
  const { keyId, previousKeyId } = outputs();
  const previous = world.emulator.ledger.keys.find(({ id }) => id === previousKeyId);
  world.day = 32;
  const { errors } = await world.run(async (provider) => {
    // In this run the vendor lists the previous key as a person's.
    Object.assign(previous ?? {}, { isPersonal: true });
    const run = await world.stack.up(provider, world.program({ rotation }));
    Object.assign(previous ?? {}, { isPersonal: false });
    return run;
  });
  expect(errors).toEqual([
    expect.stringMatching(
      new RegExp(
        `key ${previousKeyId} is a person's, .* Key ${previousKeyId} was not revoked\\. .* take the fields \`previous…\``,
      ),
    ),
  ]);
  expect(errors[0]).not.toContain("state delete");
  expect(world.live).toContain(keyId);
});

test("a previous key is not retired by the run that is to adopt it", async () => {
  world = await OneStack.open(marked);
  const { emulator } = world;
  await world.up(world.rotating("one"));
  const { keyId, apiKey } = world.record().outputs;
  await world.up(world.rotating("two"));
  world.day = 2;
  const kept = world.program({ adopt: { keyId, value: apiKey } }, ["kept"]);
  const both = new Map([...world.rotating("two"), ...kept]);
  const { errors } = await world.up(both);
  expect(errors).toEqual([
    expect.stringContaining(`key ${keyId} was not revoked. \`adopt\` in the program names key ${keyId}`),
  ]);
  expect(world.record("kept").outputs).toMatchObject({ keyId, apiKey });
  expect((await world.up(both)).errors).toEqual([]);
  expect(world.record().outputs).not.toHaveProperty("previousKeyId");
  expect(emulator.ledger.authenticates(String(apiKey))).toBe(true);
});

test("an `adopt` that adopts nothing, since its resource has a key, keeps nothing from being retired", async () => {
  world = await OneStack.open(marked);
  const other = (more: Properties = {}) => world.program(more, ["other"]);
  await world.up(new Map([...world.rotating("one"), ...other()]));
  const { keyId } = world.record().outputs;
  const adopting = new Map([...world.rotating("two"), ...other({ adopt: { keyId } })]);
  await world.up(adopting);
  world.day = 2;
  expect((await world.up(adopting)).errors).toEqual([]);
  expect(world.live).not.toContain(keyId);
});

test("its own `adopt` of the previous key adopts nothing, and keeps nothing from being retired", async () => {
  world = await OneStack.open(marked);
  await world.up(world.rotating("one"));
  const { keyId } = world.record().outputs;
  await world.up(world.rotating("two"));
  world.day = 2;
  expect((await world.up(world.rotating("two", { adopt: { keyId } }))).errors).toEqual([]);
  expect(world.live).toEqual([world.record().outputs.keyId]);
});

describe("a rotation whose mint fails, behind the end of an overlap,", () => {
  const rotating = (trigger: string) => world.program({ rotation: { trigger, overlap: "24h" } });
  const failing = async (previousIsGone: boolean) => {
    world = await OneStack.open(marked);
    await world.up(rotating("one"));
    await world.up(rotating("two"));
    const previous = String(world.record().outputs.previousKeyId);
    const { ledger, strangers } = world.emulator;
    if (previousIsGone) for (const key of ledger.keys) if (key.id === previous) strangers.revoke(key);
    world.script("mint", status(400));
    const { errors, said } = await world.up(rotating("three"));
    expect(errors).toHaveLength(1);
    return { previous, said };
  };

  test("says which key was revoked before it", async () => {
    const { previous, said } = await failing(false);
    expect(said).toContain(`previous key ${previous} was revoked, then the mint failed`);
  });

  test("does not say that it revoked a key that was gone already", async () => {
    expect((await failing(true)).said).not.toContain("was revoked, then");
  });
});

test("without an overlap a rotation leaves the replaced key to what uses it, also while a previous key lived", async () => {
  world = await OneStack.open(marked);
  await world.upOn(0, { rotation });
  await world.upOn(30, { rotation });
  const { keyId } = outputs();
  const program = world.program({ rotation: { every: "30d" } });
  world.day = 60;
  expect((await world.run((provider) => world.stack.up(provider, program))).errors).toEqual([]);
  expect(world.live).toEqual([keyId]);
  const failing = async () => {
    throw new Error("what uses it fails");
  };
  await expect(world.run((provider) => world.stack.up(provider, program, failing))).rejects.toThrow(
    "what uses it fails",
  );
  expect(world.live).toContain(keyId);
  expect((await world.run((provider) => world.stack.up(provider, program))).errors).toEqual([]);
  expect(world.live).toHaveLength(1);
});
