/**
 * `adopt` beside a pending mint: a person names the key, and that settles the mint. No wrong key may be adopted, and no other key
 * forgotten.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { marked, unmarked } from "../vendors/chosen";

let world: OneStack;
afterEach(() => world.close());

describe("a pending mint is settled by a person", () => {
  test("who writes `adopt` on the resource itself, where a stranger's key is in the way", async () => {
    world = await OneStack.open(unmarked);
    world.script("mint", { ...reset("after-commit"), stranger: "after-commit" }, ok);
    await world.up();
    const [own = "", strangers = ""] = world.live;
    expect((await world.up(world.program({ adopt: { keyId: own } }))).errors).toEqual([]);
    expect(world.record().outputs).toMatchObject({ keyId: own });
    expect((await world.up()).changes).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([strangers]);
  });
});

describe("`adopt` beside a mint that is pending", () => {
  const rotating = (trigger: string, more = {}) => ({ rotation: { trigger, overlap: "24h" }, ...more });

  async function pendingRotation(): Promise<string> {
    world = await OneStack.open(marked);
    await world.up(world.program(rotating("one")));
    world.loseMint();
    expect((await world.up(world.program(rotating("two")))).errors).toHaveLength(1);
    return String(world.record().outputs.keyId);
  }

  test("of the key in use: the key that bears the mint's marker is revoked first", async () => {
    const keyId = await pendingRotation();
    world.script("list", ok);
    expect((await world.up(world.program(rotating("two", { adopt: { keyId } })))).errors).toEqual([]);
    expect(world.live).toEqual([keyId]);
    expect(world.record().outputs).not.toHaveProperty("pending");
  });

  test("of the key in use: nothing is dropped while the keys cannot be listed", async () => {
    const keyId = await pendingRotation();
    world.script("list", status(501));
    expect((await world.up(world.program(rotating("two", { adopt: { keyId } })))).errors).toHaveLength(1);
    expect(world.record().outputs).toMatchObject({ keyId, pending: {} });
    world.script("list", ok);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("of a key that was made by hand: the one that bears the mint's marker is revoked first", async () => {
    world = await OneStack.open(marked);
    const { emulator } = world;
    world.loseMint();
    expect((await world.up()).errors).toHaveLength(1);
    world.script("list", ok);
    const { id } = emulator.strangers.mint(marked, { by: "a person" });
    expect((await world.up(world.program({ adopt: { keyId: id } }))).errors).toEqual([]);
    expect(world.live).toEqual([id]);
    expect((await world.up(world.program({}))).changes).toEqual([]);
  });
});

test("`adopt` beside a first mint of which nothing is left adopts the key with the program's present inputs", async () => {
  world = await OneStack.open(marked);
  const { emulator } = world;
  world.loseMint("before-commit");
  expect((await world.up()).errors).toHaveLength(1);
  world.script("list", ok);
  const { id } = emulator.strangers.mint(marked);
  const edited = world.program({ description: "edited", adopt: { keyId: id } });
  expect((await world.up(edited)).errors).toEqual([]);
  expect((await world.up(edited)).errors).toEqual([]);
  expect((await world.up(world.program({ description: "edited" }))).changes).toEqual([]);
  expect(world.live).toEqual([id]);
});

test("`adopt` settles a pending rotation of an adopted key, whatever the other inputs say by now", async () => {
  world = await OneStack.open(marked);
  const { emulator } = world;
  const key = emulator.strangers.mint(marked);
  const adopt = { keyId: key.id, value: emulator.ledger.valueOf(key) };
  const rotating = (trigger: string, more: object = {}) => world.rotating(trigger, { marker: false, ...more });
  await world.up(rotating("one", { adopt }));
  world.loseMint();
  expect((await world.up(rotating("two"))).errors).toHaveLength(1);
  world.script("list", ok);
  const [, lost] = emulator.ledger.liveKeys(marked);
  if (!lost) throw new Error("no key was minted");
  const named = { keyId: lost.id, value: emulator.ledger.valueOf(lost) };
  const told = await world.up(rotating("two", { description: "edited", adopt: named }));
  expect(told.errors).toEqual([expect.stringContaining("Remove `adopt`, then run `pulumi up` again: it replaces key")]);
  expect(world.record().outputs.keyId).toBe(lost.id);
});
