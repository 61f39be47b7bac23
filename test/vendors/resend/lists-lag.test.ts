/** Resend's answer to a mint has no instant, so only the clocks tell how young a key is. */
import { afterEach, expect, test } from "@jest/globals";
import { ok } from "../../../emulator/index";
import { OneStack } from "../../stack/one-stack";

let world: OneStack;
afterEach(() => world.close());

test("a young key that lists lack is not believed gone where Resend's clock was an hour behind at its mint", async () => {
  world = await OneStack.open("resend", { switches: { resend: { dateOffMs: -3_600_000 } } });
  world.script("mint", { ...ok, lag: { lists: 3 } }, ok);
  await world.up();
  const [id] = world.live;
  world.emulator.switches.resend.dateOffMs = 0;
  expect((await world.refresh()).errors).toEqual([]);
  expect(world.record().outputs.keyId).toBe(id);
});
