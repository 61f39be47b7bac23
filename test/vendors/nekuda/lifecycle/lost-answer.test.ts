/** A mint with a lost answer or an unproved id: which key is proved to be its own, which keys are named to a person, what settles it. */
import { afterEach, expect, test } from "@jest/globals";
import { ok } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

test("a lost nekuda mint that was made twice is settled once both are revoked", async () => {
  world = await OneStack.open("nekuda");
  const { emulator, stack } = world;
  world.loseMint();
  await world.up();
  emulator.script("nekuda", nekuda.routes.list, ok);
  const [lost] = emulator.ledger.liveKeys("nekuda");
  if (!lost) throw new Error("nothing was minted");
  const { description } = lost;
  const twin = emulator.strangers.mint("nekuda", { ...(description && { description }) });
  const { errors } = await world.up();
  for (const { id } of [lost, twin]) expect(errors[0]).toContain(id);
  for (const key of [lost, twin]) emulator.strangers.revoke(key);
  expect((await world.destroy()).errors).toEqual([]);
  expect(stack.records).toEqual([]);
});
