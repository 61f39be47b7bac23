/** A machine's clock that is far off: it must cut no overlap short, and replace or mint no key because one seems expired. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/vendors";
import { OneStack } from "../stack/one-stack";
import { marked } from "../vendors/chosen";

const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

describe("a wrong clock cuts no overlap short", () => {
  test.each(vendorNames)("of a %s key that rotates by its trigger", async (vendor) => {
    world = await OneStack.open(vendor);
    await world.up(world.rotating("one"));
    const [previous] = world.live;
    world.aheadMs = -48 * hourMs;
    expect((await world.up(world.rotating("two"))).errors).toEqual([expect.stringContaining("48 hours behind")]);
    expect(world.live).toEqual([previous]);
    world.aheadMs = 0;
    for (let run = 0; run < 2; run++) expect((await world.up(world.rotating("two"))).errors).toEqual([]);
    expect(world.live).toEqual([previous, world.record().outputs.keyId]);
  });
});

describe("a clock that is far ahead", () => {
  test("replaces no key that it takes for expired", async () => {
    world = await OneStack.open(marked);
    const { emulator } = world;
    const { id } = emulator.strangers.mint(marked, { expiresAt: Date.now() + 20 * 86_400_000 });
    await world.upOn(0, { adopt: { keyId: id } });
    world.aheadMs = 40 * 86_400_000;
    expect((await world.upOn(0, {})).errors).toEqual([expect.stringContaining("clock is 40 days ahead")]);
    expect(world.live).toEqual([id]);
  });

  test("mints none in its place", async () => {
    world = await OneStack.open(marked);
    const expiresAt = new Date(Date.now() + 20 * 86_400_000).toISOString().replace(/\.\d+Z/, "Z");
    const more = { expiresAt, rotation: { overlap: "24h" } };
    await world.upOn(0, more);
    world.aheadMs = 40 * 86_400_000;
    expect((await world.upOn(0, more)).errors).toEqual([expect.stringContaining("clock is 40 days ahead")]);
    expect(world.emulator.ledger.mints).toHaveLength(1);
  });
});
