/**
 * A call that the engine repeats because of an `onError` hook. The second call begins where the first has ended, and no key may be lost
 * between the two.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import type { ProviderError } from "../stack/provider-process";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { marked } from "../vendors/chosen";
import { kits } from "../vendors/index";

let world: OneStack;
afterEach(() => world.close());

describe("a call that an `onError` hook makes the engine repeat", () => {
  const ofMint = (error: ProviderError) => error;

  test("begins where the first call has ended: the key that the first has made is revoked before another is minted", async () => {
    world = await OneStack.open(marked);
    world.isCallRepeated = true;
    const { stack } = world;
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, status(501), ok);
    await world.run(async (provider) => {
      const [news = {}] = world.program().values();
      const first = await provider.create(urnOf("ci"), news).catch(ofMint);
      expect(first).toHaveProperty("partial");
      const { id, outputs } = await provider.create(urnOf("ci"), news);
      expect(world.live).toEqual([id]);
      stack.resources.set("ci", { id, inputs: news, outputs, returned: outputs, hasFailed: false });
      return nothingDone;
    });
  });

  test.each(vendorNames)("keeps the first call's record at %s, also where the second is refused", async (vendor) => {
    world = await OneStack.open(vendor);
    world.isCallRepeated = true;
    const { emulator, stack } = world;
    const { mint, list } = kits[vendor].routes;
    emulator.script(vendor, mint, [reset("after-commit"), status(403)]);
    emulator.script(vendor, list, [ok, status(501)]);
    await world.run(async (provider) => {
      const [news = {}] = world.program().values();
      await provider.create(urnOf("ci"), news).catch(ofMint);
      emulator.script(vendor, list, ok);
      const second = (await provider.create(urnOf("ci"), news).catch(ofMint)) as ProviderError;
      const { id, properties = {} } = second.partial ?? { id: "" };
      stack.resources.set("ci", { id, inputs: news, outputs: properties, returned: properties, hasFailed: true });
      return { ...nothingDone, errors: [second.message] };
    });
    emulator.script(vendor, mint, ok);
    expect(emulator.ledger.mints).toHaveLength(1);
  });

  test("leaves two keys in a rotation", async () => {
    world = await OneStack.open(marked);
    world.isCallRepeated = true;
    await world.up(world.rotating("one"));
    const stored = world.record();
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, status(501), ok);
    await world.run(async (provider) => {
      const [news = {}] = world.rotating("two").values();
      for (let call = 0; call < 2; call++)
        await provider
          .update(urnOf("ci"), stored.id, stored.outputs, news)
          .then(
            (outputs) => world.stack.resources.set("ci", { ...stored, inputs: news, outputs, returned: outputs }),
            ofMint,
          );
      return nothingDone;
    });
    expect(world.live).toHaveLength(2);
  });
});

describe("an update that an `onError` hook repeats", () => {
  test("does not mint in another place beside the previous key", async () => {
    world = await OneStack.open(marked);
    const { emulator, stack } = world;
    const previous = await world.onlyThePreviousLives();
    world.loseMint();
    await world.up(world.rotating("two"));
    world.script("list", ok);
    world.script("mint", ok);
    const { id, outputs, inputs } = world.record();
    const minted = emulator.ledger.mints.length;
    await world.run(async (provider) => {
      const [news = {}] = world.rotating("two", { description: "elsewhere" }).values();
      for (let call = 0; call < 2; call++) {
        const error = await provider.update(urnOf("ci"), id, outputs, news).catch((caught: ProviderError) => caught);
        expect((error as ProviderError).message).toContain("Run `pulumi up` again: it replaces key");
        const { properties = {} } = (error as ProviderError).partial ?? {};
        stack.resources.set("ci", { id, inputs, outputs: properties, returned: properties, hasFailed: true });
      }
      return nothingDone;
    });
    expect(emulator.ledger.mints).toHaveLength(minted);
    expect(world.live).toEqual([previous]);
  });
});
