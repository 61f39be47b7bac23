/** A rotation in place: when it falls due, when the overlap begins, and what it does where a revoke goes wrong; its trigger is kept secret. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { dateSkew, ok, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { markedVendors } from "../vendors/every-vendor";

const rotation = { every: "30d", overlap: "24h" };
const triggered = (trigger: string, overlap: string) => ({ rotation: { trigger, overlap } });

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.record().outputs;

test.each(markedVendors)(
  "a %s rotation that falls due while the key before cannot be revoked mints nothing",
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
  world = await OneStack.open("kosli");
  await world.upOn(0, triggered("one", "24h"));
  await world.upOn(0, triggered("two", "24h"));
  world.script("revoke", ok, status(500));
  expect((await world.destroy()).errors).toHaveLength(1);
  expect(world.live).toEqual([outputs().keyId]);
});

describe("the overlap begins when the new key takes over", () => {
  test("although its answer bore a date that has long passed", async () => {
    world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 200 } } });
    await world.upOn(0, triggered("one", "30m"));
    world.script("mint", dateSkew(-3_600_000), ok);
    await world.upOn(0, triggered("two", "30m"));
    expect((await world.upOn(0, triggered("two", "30m"))).changes).toEqual([]);
    expect(world.live).toHaveLength(2);
  });

  test("although it was minted days before it could be proved", async () => {
    world = await OneStack.open("devin");
    await world.upOn(0, triggered("one", "24h"));
    world.script("self", ok, status(403));
    world.script("list", ok, status(500));
    expect((await world.upOn(0, triggered("two", "24h"))).errors).toHaveLength(1);
    for (const request of ["self", "list"] as const) world.script(request, ok);
    world.day = 2;
    await world.refresh();
    // Until this run nobody has been handed the new key.
    expect((await world.upOn(2, triggered("two", "24h"))).errors).toEqual([]);
    expect(world.live).toHaveLength(2);
    await world.upOn(4, triggered("two", "24h"));
    expect(world.live).toEqual([outputs().keyId]);
  });
});

test("the first trigger counts also where it is set in the run that retires", async () => {
  world = await OneStack.open("kosli");
  await world.upOn(0, { rotation });
  await world.upOn(30, { rotation });
  await world.upOn(32, { rotation: { ...rotation, trigger: "one" } });
  const { keyId } = outputs();
  await world.upOn(32, { rotation: { ...rotation, trigger: "two" } });
  expect(outputs().previousKeyId).toBe(keyId);
});

test("a trigger is not in clear in the state, nor what it can be guessed by", async () => {
  world = await OneStack.open("kosli");
  await world.upOn(0, { rotation: { trigger: "1234" } });
  expect(world.record().returned.mintTrigger).toEqual(expect.objectContaining({ value: outputs().mintTrigger }));
});

test.each(markedVendors)("a %s key that this run has revoked is not called left over", async (vendor) => {
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
