/** A machine's clock that is far off: it cuts no overlap short, calls no key expired, and makes none forgotten. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import type { Properties } from "../../../stack/provider-process";
import { kits } from "../../index";

const { devin } = kits;
const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

describe("a mint that a run with a clock an hour ahead settles while lists lag", () => {
  test("Devin's key whose value is in hand is revoked by a destroy", async () => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    emulator.script("devin", devin.routes.list, [ok, status(501)]);
    expect((await world.up()).errors).toHaveLength(1);
    const { noKeys: none } = world;
    emulator.script("devin", devin.routes.list, [ok, none, none, none, none, ok]);
    world.aheadMs = hourMs;
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

describe("a wrong clock cuts no overlap short", () => {
  const noWord: Record<string, (keyId: string) => Properties> = {
    "the key's own word": () => ({}),
    "a person's word": (keyId) => ({ adopt: { keyId } }),
  };
  test.each(Object.entries(noWord))("of a mint that is settled by %s", async (by, more) => {
    world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 200, apiKeyValue: "null" } } });
    const { emulator } = world;
    await world.up(world.rotating("one"));
    const [previous] = world.live;
    emulator.script("devin", devin.routes.self, [ok, status(501)]);
    emulator.script("devin", devin.routes.list, [ok, ok, status(501)]);
    await world.up(world.rotating("two"));
    const program = world.rotating("two", more(String(world.live.find((id) => id !== previous))));
    emulator.script("devin", devin.routes.list, ok);
    emulator.script("devin", devin.routes.self, by.startsWith("a person") ? [ok, status(403)] : ok);
    world.aheadMs = -48 * hourMs;
    expect((await world.up(program)).errors).toEqual([expect.stringContaining("48 hours behind")]);
    world.aheadMs = 0;
    for (let run = 0; run < 2; run++) expect((await world.up(program)).errors).toEqual([]);
    expect(world.live).toHaveLength(2);
    expect(world.record().outputs.previousKeyId).toBe(previous);
  });
});
