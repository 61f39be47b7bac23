/** A rotation in place whose mint is lost, or not proved: the key in use stays in use, and no key is lost or minted twice. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";

const rotation = { every: "30d", overlap: "24h" };

const triggered = (trigger: string, overlap?: string) => ({ rotation: { trigger, ...(overlap ? { overlap } : {}) } });

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.stack.records[0]?.outputs ?? {};
const value = () => String(outputs().apiKey ?? outputs().privateKey);

test.each(["up", "refresh", "destroy"] as const)(
  "a new Devin key whose id is not proved waits beside the key in use, until %s finds it",
  async (operation) => {
    world = await OneStack.open("devin");
    const { ledger, switches } = world.emulator;
    await world.upOn(0, { rotation });
    const [first, firstValue] = [outputs().keyId, value()];
    Object.assign(switches.devin, { selfAnswersServiceKeys: 403, apiKeyValue: "null" });
    world.script("list", ok, ok, status(500));
    const unproved = await world.upOn(30, { rotation });
    expect(unproved.errors).toEqual([expect.stringMatching(/its value is kept, but which id it has is not proved/)]);
    expect(value()).toBe(firstValue);
    const [stored] = world.stack.records;
    expect(ledger.authenticates(String(outputs().pendingValue))).toBe(true);
    expect(stored?.returned.pendingValue).toMatchObject({ value: outputs().pendingValue });
    world.script("list", ok);
    switches.devin.selfAnswersServiceKeys = 200;
    const newValue = outputs().pendingValue;
    const settled = await (operation === "up" ? world.upOn(30, { rotation }) : world[operation]());
    expect(settled.errors).toEqual([]);
    if (operation === "destroy") return expect(world.live).toEqual([]);
    if (operation === "refresh") {
      // It hands nothing on: the consumers still get the first value.
      expect(value()).toBe(firstValue);
      await world.upOn(30, { rotation });
    }
    expect(value()).toBe(newValue);
    expect(outputs()).toMatchObject({ previousKeyId: first });
    expect(outputs()).not.toHaveProperty("pendingValue");
    await world.upOn(30, { rotation });
    expect(ledger.mints).toHaveLength(2);
    await world.upOn(32, { rotation });
    expect(world.live).toEqual([outputs().keyId]);
    await world.destroy();
    expect(world.live).toEqual([]);
  },
);

test.each(["refresh", "destroy"] as const)(
  "a Devin key that is in use is not taken for its own successor by a %s",
  async (operation) => {
    world = await OneStack.open("devin");
    await world.upOn(0, triggered("one", "24h"));
    world.script("mint", reset("before-commit"), ok);
    world.script("list", ok, status(500));
    expect((await world.upOn(0, triggered("two", "24h"))).errors).toHaveLength(1);
    world.script("list", ok);
    expect((await world[operation]()).errors).toEqual([]);
    expect(outputs()).not.toHaveProperty("pending");
  },
);

/** Brings about a pending rotation at Devin: the answer to its mint is lost, or the new key's id is not proved. */
async function pendingAtDevin({ isLost }: { isLost: boolean }): Promise<void> {
  world = await OneStack.open("devin");
  const { devin } = world.emulator.switches;
  await world.upOn(0, { rotation });
  if (isLost) world.script("mint", reset("after-commit"), ok);
  else Object.assign(devin, { selfAnswersServiceKeys: 403, apiKeyValue: "null" });
  world.script("list", ok, ok, status(500));
  expect((await world.upOn(30, { rotation })).errors).toHaveLength(1);
  world.script("list", ok);
  devin.selfAnswersServiceKeys = 200;
}

describe("a rotation that is pending", () => {
  test("is settled before another key is minted, whatever the program says now", async () => {
    await pendingAtDevin({ isLost: true });
    const { changes, errors } = await world.upOn(30, { rotation: { every: "30d" } });
    expect(changes).toEqual(["update ci"]);
    expect(errors).toHaveLength(1);
    expect(world.live).toHaveLength(2);
  });

  test.each(["up", "refresh"] as const)(
    "and is settled late, by %s: the overlap begins when the key is handed on",
    async (operation) => {
      await pendingAtDevin({ isLost: false });
      const { keyId } = outputs();
      world.day = 33;
      if (operation === "refresh") expect((await world.refresh()).errors).toEqual([]);
      expect(outputs()).toMatchObject({ keyId });
      const program = world.program({ rotation });
      const handOn = async () => expect(world.live).toContain(keyId);
      expect((await world.run((provider) => world.stack.up(provider, program, handOn))).errors).toEqual([]);
      expect(outputs()).toMatchObject({ previousKeyId: keyId });
      expect(Date.parse(String(outputs().previousValidUntil))).toBeGreaterThan(Date.now() + 33.9 * 86_400_000);
    },
  );

  test("and whose key is revoked by hand once a refresh has found it, begins anew", async () => {
    await pendingAtDevin({ isLost: false });
    expect((await world.refresh()).errors).toEqual([]);
    const [first, second] = world.live;
    expect(outputs()).toMatchObject({ keyId: first, pending: { candidates: [second] } });
    world.revokeByHand(second);
    expect((await world.upOn(30, { rotation })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId: world.live[1], previousKeyId: first });
  });

  test("is not settled by a wrong `adopt`, where the value in hand tells another key", async () => {
    await pendingAtDevin({ isLost: false });
    const { emulator } = world;
    const stranger = emulator.strangers.mint("devin");
    const [, own] = world.live;
    expect((await world.upOn(30, { rotation, adopt: { keyId: stranger.id } })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId: own });
    expect((await world.upOn(30, { rotation })).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([stranger.id]);
  });
});
