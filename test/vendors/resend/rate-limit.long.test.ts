/** Resend allows two requests a second, and says so: a run keeps to that limit by itself. The waits are real. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../../stack/one-stack";

let world: OneStack;
afterEach(() => world.close());

test("eight keys in one up meet no 429 at two requests a second", async () => {
  world = await OneStack.open("resend", { switches: { resend: { requestsASecond: 2 } } });
  world.environment = { PULUMI_APIKEYS_TIME_FACTOR: "1" };
  const names = Array.from({ length: 8 }, (_, index) => `key${index}`);
  const started = performance.now();
  expect((await world.up(world.program({}, names))).errors).toEqual([]);
  expect(world.live).toHaveLength(8);
  const calls = world.emulator.ledger.calls();
  expect(calls.filter(({ status }) => status === 429)).toEqual([]);
  // There are nine requests: one list, then eight mints.
  expect(performance.now() - started).toBeLessThan(((calls.length - 1) / 2) * 1.2 * 1000 + 3000);
});
