/** One key that two records hold: it is revoked once, and not while another record needs it. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../stack/one-stack";
import { toldByKeys } from "../vendors/chosen";

let world: OneStack;
afterEach(() => world.close());

test("a key that a replacement has adopted again stays when the replaced record is deleted later", async () => {
  world = await OneStack.open(toldByKeys);
  const { emulator, stack } = world;
  const adopting = world.program({ adopt: { keyId: emulator.strangers.mint(toldByKeys).id } });
  await world.up(adopting);
  // As after a taint, where the up failed before it came to the deletes.
  const old = world.record();
  stack.resources.delete("ci");
  await world.up(adopting);
  stack.replaced.set(old, "ci");
  const { errors, changes, said } = await world.up(adopting);
  expect([errors, changes]).toEqual([[], ["delete replaced ci"]]);
  expect(said).toContain("is not revoked: ci holds it too");
  expect(world.live).toEqual([world.record().outputs.keyId]);
});

test("a refresh and destroy in one run of two records with one key revoke it once", async () => {
  world = await OneStack.open(toldByKeys);
  const { emulator, stack } = world;
  const shared = emulator.strangers.mint(toldByKeys);
  await world.up(world.program({ adopt: { keyId: shared.id } }, ["a", "b"]));
  const destroyed = await world.run(async (provider) => {
    await stack.refresh(provider);
    return await stack.destroy(provider);
  });
  expect([destroyed.errors, stack.records]).toEqual([[], []]);
  expect(world.live).toEqual([]);
});
