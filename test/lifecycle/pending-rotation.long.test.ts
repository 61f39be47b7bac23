/** A rotation in place whose mint's answer is lost: the key in use stays in use. No key may be lost, and none minted twice. */
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type Call, ok, reset, status, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { marked } from "../vendors/chosen";
import { kits } from "../vendors/index";

const rotation = { every: "30d", overlap: "24h" };

const triggered = (trigger: string, overlap?: string) => ({ rotation: { trigger, ...(overlap ? { overlap } : {}) } });

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.stack.records[0]?.outputs ?? {};
const value = () => String(outputs().apiKey ?? outputs().privateKey);

describe.each(vendorNames)("a %s rotation whose answer is lost", (vendor) => {
  /** The lists that a run reads before its mint. At some vendors one of them proves the account. */
  let listsBeforeMint: Call[];
  beforeAll(async () => {
    world = await OneStack.open(vendor);
    await world.upOn(0, { rotation });
    const { ledger } = world.emulator;
    const { length } = ledger.calls();
    await world.upOn(30, { rotation });
    const { mint, list } = kits[vendor].routes;
    const calls = ledger.calls().slice(length);
    listsBeforeMint = calls
      .slice(
        0,
        calls.findIndex(({ route }) => route === mint),
      )
      .filter(({ route }) => route === list);
    await world.close();
  });

  /** The up on the 30th day loses the answer to its mint, and can read no list after it. Returns the id of the key in use. */
  async function lose(): Promise<string> {
    world = await OneStack.open(vendor);
    await world.upOn(0, { rotation });
    const first = String(outputs().keyId);
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ...listsBeforeMint.map(() => ok), status(500));
    const lost = await world.upOn(30, { rotation });
    expect(lost.errors).toEqual([expect.stringMatching(/whether \w+ minted a key is not known: its answer was lost/)]);
    expect(lost.errors[0]).toContain(`forgets key ${first}. Steps: `);
    expect(outputs()).toMatchObject({ keyId: first, pending: { overlap: 86_400_000 } });
    expect(world.emulator.ledger.authenticates(value())).toBe(true);
    expect(world.live).toHaveLength(2);
    world.script("list", ok);
    return first;
  }

  if (kits[vendor].definition.marked === undefined) {
    test("keeps the key in use, pending until a person judges: `adopt` names the one that stays", async () => {
      const first = await lose();
      const again = await world.upOn(30, { rotation });
      expect(again.errors).toEqual([expect.stringMatching(/The only candidate is/)]);
      expect(outputs().keyId).toBe(first);
      const [candidate] = world.live.filter((id) => id !== first);
      // A taint may have made a newer key. So the message must not send to `adopt`, nor to revoking a stranger's key.
      const destroy = await world.destroy();
      expect(destroy.errors).toEqual([
        expect.stringMatching(
          new RegExp(
            `do not write \`adopt\` on this resource\\. Revoke by hand only keys of this record .* you know this mint has made, key ${first}\\. .* choose "${first}"$`,
          ),
        ),
      ]);
      expect(destroy.said).not.toContain("second resource");
      // A person now says that the candidate is not ours, and the run forgets it. That alone would break a promise.
      world.isContradicted = true;
      const judged = await world.upOn(30, { rotation, adopt: { keyId: first } });
      expect(judged.errors).toEqual([]);
      expect(outputs()).toMatchObject({ keyId: first });
      expect(outputs()).not.toHaveProperty("pending");
      expect(world.emulator.ledger.authenticates(value())).toBe(true);
      expect(world.live).toEqual(expect.arrayContaining([first, candidate]));
    });
    return;
  }

  test("is settled by the next up, which then rotates", async () => {
    const first = await lose();
    expect((await world.upOn(30, { rotation })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ previousKeyId: first });
    expect(world.live).toEqual(expect.arrayContaining([first, outputs().keyId]));
    expect(world.live).toHaveLength(2);
    await world.upOn(32, { rotation });
    expect(world.live).toEqual([outputs().keyId]);
    await world.destroy();
    expect(world.live).toEqual([]);
  });

  test("is settled by a refresh, which keeps the key in use; the next up rotates", async () => {
    const first = await lose();
    expect((await world.refresh()).errors).toEqual([]);
    expect(outputs().keyId).toBe(first);
    expect(world.live).toEqual([first]);
    expect((await world.upOn(30, { rotation })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ previousKeyId: first });
  });

  test("is settled by a destroy, which revokes all", async () => {
    await lose();
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

test("a trigger whose rotation was lost rotates once it is settled, once", async () => {
  world = await OneStack.open(marked);
  await world.upOn(0, triggered("one", "24h"));
  const first = outputs().keyId;
  world.script("mint", reset("after-commit"), ok);
  world.script("list", ok, status(500));
  expect((await world.upOn(0, triggered("two", "24h"))).errors).toHaveLength(1);
  world.script("list", ok);
  await world.refresh();
  expect(outputs().keyId).toBe(first);
  expect((await world.upOn(0, triggered("two", "24h"))).errors).toEqual([]);
  expect(outputs().previousKeyId).toBe(first);
  expect((await world.upOn(0, triggered("two", "24h"))).changes).toEqual([]);
});

test("a rotation that is pending is settled before another key is minted, when the overlap has been taken away too", async () => {
  world = await OneStack.open(marked);
  await world.upOn(0, triggered("one", "24h"));
  world.script("mint", reset("after-commit"), ok);
  world.script("list", ok, status(500));
  expect((await world.upOn(0, triggered("two", "24h"))).errors).toHaveLength(1);
  world.script("list", ok);
  world.script("revoke", status(500));
  expect((await world.upOn(0, triggered("two"))).errors).toHaveLength(1);
  expect(world.live).toHaveLength(2);
  world.script("revoke", ok);
  expect((await world.upOn(0, triggered("two"))).errors).toEqual([]);
  await world.upOn(0, triggered("two"));
  expect(world.live).toEqual([outputs().keyId]);
});
