/** Lists may lack a live key, and lagging answers may deny it for a moment. Such a key is looked for again, and never forgotten. */
import { afterEach, expect, test } from "@jest/globals";
import { body, ok, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

test("a young key is looked for again where this machine's clock is ahead", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  world.aheadMs = 40_000;
  emulator.strangers.mint("nekuda");
  await world.up();
  const url = `${emulator.urls.nekuda}/api/v2/api-keys/`;
  const rows = (await (
    await fetch(url, { headers: { authorization: `Bearer ${emulator.tokens.nekuda}` } })
  ).json()) as { id: string }[];
  const lagging = body({ json: rows.filter(({ id }) => id !== world.record().outputs.keyId) }, 200);
  emulator.script("nekuda", nekuda.routes.find, [status(404), ok]);
  emulator.script("nekuda", nekuda.routes.list, [lagging, lagging, ok]);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toHaveLength(1);
});
