/** What a fifth review has found: calls that the engine repeats, accounts that were renamed, and a colleague's token. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import type { ProviderError } from "../stack/provider-process";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { vendorCases } from "../vendors/vendor-cases";

const { devin, kosli, nekuda } = vendorCases;
let world: OneStack;
afterEach(() => world.close());

describe("a call that an `onError` hook makes the engine repeat", () => {
  const ofMint = (error: ProviderError) => error;

  test("begins where the first has ended: what that one has made is revoked before another is minted", async () => {
    world = await OneStack.open("kosli");
    world.isCallRepeated = true;
    const { emulator, stack } = world;
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, status(501), ok]);
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

  test.each(["devin", "kosli"] as const)(
    "keeps the record of %s's first, also where it is refused then",
    async (vendor) => {
      world = await OneStack.open(vendor);
      world.isCallRepeated = true;
      const { emulator, stack } = world;
      const { mint, list } = { devin, kosli }[vendor].routes;
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
    },
  );

  test("leaves two keys in a rotation", async () => {
    world = await OneStack.open("kosli");
    world.isCallRepeated = true;
    const { emulator } = world;
    await world.up(world.rotating("one"));
    const stored = world.record();
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, status(501), ok]);
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

describe("an account that is renamed beside a pending mint", () => {
  const named = (name: string) => ({
    [`NEKUDA_ACCOUNT_${name}_TOKEN`]: world.emulator.tokens.nekuda,
    [`NEKUDA_ACCOUNT_${name}_BASE_URL`]: world.emulator.urls.nekuda,
  });

  async function pending() {
    world = await OneStack.open("nekuda");
    const { emulator } = world;
    await world.up(world.rotating("one"));
    emulator.script("nekuda", nekuda.routes.mint, [reset("after-commit"), ok]);
    emulator.script("nekuda", nekuda.routes.list, [ok, ok, status(501)]);
    expect((await world.up(world.rotating("two"))).errors).toHaveLength(1);
    emulator.script("nekuda", nekuda.routes.list, ok);
  }

  test("is settled in one run where both names have the same token", async () => {
    await pending();
    world.environment = named("EU");
    expect((await world.up(world.rotating("two", { account: "eu" }))).errors).toEqual([]);
    expect((await world.up(world.rotating("two", { account: "eu" }))).changes).toEqual([]);
  });

  test("and where the old one has another's by now", async () => {
    await pending();
    const others = world.emulator.tokens.issue("nekuda", { name: "someone", account: "other" });
    world.environment = { ...named("OLD"), NEKUDA_TOKEN: others };
    expect((await world.up(world.rotating("two", { account: "old" }))).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

test("a colleague's token settles a first mint, where the organization has a key by which it is told", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  const { id } = emulator.strangers.mint("nekuda");
  world.loseMint();
  await world.up();
  emulator.script("nekuda", nekuda.routes.list, ok);
  world.environment = { NEKUDA_TOKEN: emulator.tokens.issue("nekuda", { name: "colleague" }) };
  expect((await world.up()).errors).toEqual([]);
  expect(world.live).toEqual([id, world.record().outputs.keyId]);
});

test("a replaced key stays beside a successor without a key whose update fails before anything is sent", async () => {
  world = await OneStack.open("nekuda");
  const { emulator, stack } = world;
  await world.up(world.program({ name: "one" }));
  const [inUse] = world.live;
  world.loseMint("before-commit");
  await world.up(world.program({ name: "two" }));
  emulator.script("nekuda", nekuda.routes.list, ok);
  await world.refresh();
  const { id, outputs } = world.record();
  const [old] = stack.replaced.keys();
  if (!old) throw new Error("nothing was replaced");
  world.environment = { NEKUDA_ACCOUNT_TYPO_BASE_URL: emulator.urls.nekuda };
  await world.run(async (provider) => {
    const [news = {}] = world.program({ name: "two", account: "typo" }).values();
    await provider.diff(urnOf("ci"), id, outputs, news);
    await expect(provider.update(urnOf("ci"), id, outputs, news)).rejects.toThrow(/no nekuda token/);
    // As with `--continue-on-error`.
    await expect(provider.delete(urnOf("ci"), old.id, old.outputs)).rejects.toThrow(
      /The mint of the key that replaces \S+ is still open/,
    );
    return nothingDone;
  });
  expect(world.live).toEqual([inUse]);
});
