/** A rotation in place: when it is due, what it does where a revoke fails, and how its trigger is kept secret. */
import { afterEach, expect, test } from "@jest/globals";
import { ok, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { marked } from "../vendors/chosen";
import { markedVendors } from "../vendors/every-vendor";

const rotation = { every: "30d", overlap: "24h" };
const triggered = (trigger: string, overlap: string) => ({ rotation: { trigger, overlap } });

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.record().outputs;

test.each(markedVendors)(
  "a %s rotation that falls due while the previous key cannot be revoked mints nothing",
  async (vendor) => {
    world = await OneStack.open(vendor);
    await world.upOn(0, { rotation });
    await world.upOn(30, { rotation });
    world.script("revoke", status(500));
    const failed = await world.upOn(61, { rotation });
    expect(failed.errors).toEqual([expect.stringMatching(/revoking key \S+: HTTP 500/)]);
    expect(world.emulator.ledger.mints).toHaveLength(2);
    expect(world.live).toHaveLength(2);
    world.script("revoke", ok);
    expect((await world.upOn(61, { rotation })).errors).toEqual([]);
    expect(world.live).toHaveLength(2);
  },
);

test("a destroy that stops halfway has left the key in use", async () => {
  world = await OneStack.open(marked);
  await world.upOn(0, triggered("one", "24h"));
  await world.upOn(0, triggered("two", "24h"));
  world.script("revoke", ok, status(500));
  expect((await world.destroy()).errors).toHaveLength(1);
  expect(world.live).toEqual([outputs().keyId]);
});

test("the first trigger counts also where it is set in the run that retires", async () => {
  world = await OneStack.open(marked);
  await world.upOn(0, { rotation });
  await world.upOn(30, { rotation });
  await world.upOn(32, { rotation: { ...rotation, trigger: "one" } });
  const { keyId } = outputs();
  await world.upOn(32, { rotation: { ...rotation, trigger: "two" } });
  expect(outputs().previousKeyId).toBe(keyId);
});

test("a trigger is not in clear in the state, nor what it can be guessed by", async () => {
  world = await OneStack.open(marked);
  await world.upOn(0, { rotation: { trigger: "1234" } });
  expect(world.record().returned.mintTrigger).toEqual(expect.objectContaining({ value: outputs().mintTrigger }));
});

test.each(markedVendors)("a %s key that this run has revoked is not called an orphan", async (vendor) => {
  world = await OneStack.open(vendor);
  const inTurn = (day: number) => {
    world.day = day;
    return world.run(async (provider) => {
      await world.stack.up(provider, world.program({ rotation }, ["one"]));
      return await world.stack.up(provider, world.program({ rotation }, ["one", "two"]));
    });
  };
  for (const day of [0, 30, 60]) expect((await inTurn(day)).said).not.toContain("does not show them");
});
