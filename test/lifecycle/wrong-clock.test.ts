/** A machine's clock that is far off: it cuts no overlap short, calls no key expired, and makes none forgotten. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, status } from "../../emulator/index";
import { vendorNames } from "../../emulator/vendors";
import { OneStack } from "../stack/one-stack";
import type { Properties } from "../stack/provider-process";
import { kits } from "../vendors/index";

const { devin, kosli } = kits;
const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

describe("a mint that a run with a clock an hour ahead settles while lists lag", () => {
  test.each(["up", "refresh", "destroy"] as const)("by %s: Kosli's key is not forgotten", async (command) => {
    world = await OneStack.open("kosli");
    world.loseMint();
    await world.up();
    world.aheadMs = hourMs;
    const { noKeys: none } = world;
    world.emulator.script("kosli", kosli.routes.list, [none, none, none, ok]);
    const [lost] = world.live;
    expect((await world[command]()).errors).toEqual([]);
    // It bore the marker, so it was revoked.
    expect(world.live).not.toContain(lost);
    const { keyId } = world.stack.records[0]?.outputs ?? {};
    expect(world.live).toEqual(keyId ? [keyId] : []);
  });

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
  test.each(vendorNames)("of a %s key that rotates by its trigger", async (vendor) => {
    world = await OneStack.open(vendor);
    await world.up(world.rotating("one"));
    const [old] = world.live;
    world.aheadMs = -48 * hourMs;
    expect((await world.up(world.rotating("two"))).errors).toEqual([expect.stringContaining("48 hours behind")]);
    expect(world.live).toEqual([old]);
    world.aheadMs = 0;
    for (let run = 0; run < 2; run++) expect((await world.up(world.rotating("two"))).errors).toEqual([]);
    expect(world.live).toEqual([old, world.record().outputs.keyId]);
  });

  const noWord: Record<string, (keyId: string) => Properties> = {
    "the key's own word": () => ({}),
    "a person's word": (keyId) => ({ adopt: { keyId } }),
  };
  test.each(Object.entries(noWord))("of a mint that is settled by %s", async (by, more) => {
    world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 200, apiKeyValue: "null" } } });
    const { emulator } = world;
    await world.up(world.rotating("one"));
    const [old] = world.live;
    emulator.script("devin", devin.routes.self, [ok, status(501)]);
    emulator.script("devin", devin.routes.list, [ok, ok, status(501)]);
    await world.up(world.rotating("two"));
    const program = world.rotating("two", more(String(world.live.find((id) => id !== old))));
    emulator.script("devin", devin.routes.list, ok);
    emulator.script("devin", devin.routes.self, by.startsWith("a person") ? [ok, status(403)] : ok);
    world.aheadMs = -48 * hourMs;
    expect((await world.up(program)).errors).toEqual([expect.stringContaining("48 hours behind")]);
    world.aheadMs = 0;
    for (let run = 0; run < 2; run++) expect((await world.up(program)).errors).toEqual([]);
    expect(world.live).toHaveLength(2);
    expect(world.record().outputs.previousKeyId).toBe(old);
  });
});

test("a wrong clock stops a rotation also where keys may not be listed", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  emulator.script("kosli", kosli.routes.list, status(403));
  const program = () => world.program({ rotation: { every: "30d", overlap: "24h" } });
  await world.up(program());
  const live = world.live;
  world.aheadMs = 31 * 86_400_000;
  const { errors } = await world.up(program());
  expect(errors).toEqual([expect.stringMatching(/this machine's clock is 31 days ahead of Kosli's/)]);
  expect(world.live).toEqual(live);
});

describe("a clock that is far ahead", () => {
  test("replaces no key that it takes for expired", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    const { id } = emulator.strangers.mint("kosli", { expiresAt: Date.now() + 20 * 86_400_000 });
    await world.upOn(0, { adopt: { keyId: id } });
    world.aheadMs = 40 * 86_400_000;
    expect((await world.upOn(0, {})).errors).toEqual([expect.stringContaining("clock is 40 days ahead")]);
    expect(world.live).toEqual([id]);
  });

  test("mints none in its place", async () => {
    world = await OneStack.open("kosli");
    const expiresAt = new Date(Date.now() + 20 * 86_400_000).toISOString().replace(/\.\d+Z/, "Z");
    const more = { expiresAt, rotation: { overlap: "24h" } };
    await world.upOn(0, more);
    world.aheadMs = 40 * 86_400_000;
    expect((await world.upOn(0, more)).errors).toEqual([expect.stringContaining("clock is 40 days ahead")]);
    expect(world.emulator.ledger.mints).toHaveLength(1);
  });
});
