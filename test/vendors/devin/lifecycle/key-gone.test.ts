/** A Devin key that has gone: a destroy lets it go, also where Devin does not tell which key asks. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

let world: OneStack;
afterEach(() => world.close());

test("a Devin key that has gone can be destroyed where Devin does not tell who asks", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  const { emulator } = world;
  await world.up();
  for (const key of emulator.ledger.liveKeys("devin")) emulator.strangers.revoke(key);
  expect((await world.destroy()).errors).toEqual([]);
});
