/**
 * Another account, organization or token than at the mint: a run settles, rotates and forgets no key of another account. Where only the
 * account's name changed, the run goes on.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../../../emulator/index";
import { movedClock, shortenedWaits } from "../../../e2e/harness/environment";
import { OneStack } from "../../../stack/one-stack";
import { ProviderProcess } from "../../../stack/provider-process";
import type { Run } from "../../../stack/simulated-stack";
import { kits } from "../../index";

const { nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

test("another account of the same API beside a pending mint: one run settles it where it was made, the next replaces", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  world.environment = {
    NEKUDA_ACCOUNT_EU_TOKEN: emulator.tokens.issue("nekuda"),
    NEKUDA_ACCOUNT_EU_BASE_URL: emulator.urls.nekuda,
    NEKUDA_ACCOUNT_US_TOKEN: emulator.tokens.issue("nekuda", { name: "someone", account: "other" }),
    NEKUDA_ACCOUNT_US_BASE_URL: emulator.urls.nekuda,
  };
  expect((await world.up(world.rotating("one", { account: "eu" }))).errors).toEqual([]);
  emulator.script("nekuda", nekuda.routes.mint, [reset("after-commit"), ok]);
  emulator.script("nekuda", nekuda.routes.list, [ok, ok, status(501)]);
  expect((await world.up(world.rotating("two", { account: "eu" }))).errors).toHaveLength(1);
  emulator.script("nekuda", nekuda.routes.list, ok);
  const us = world.rotating("two", { account: "us" });
  const runs: (readonly string[])[] = [];
  for (let count = 0; count < 3; count++) runs.push((await world.up(us)).errors);
  expect(runs).toEqual([[expect.stringContaining("Run `pulumi up` again: it replaces key")], [], []]);
});

describe("another organization's token", () => {
  /** A run whose only token is another organization's, in the stack's config. */
  async function withForeignToken(operate: (provider: ProviderProcess) => Promise<Run>): Promise<Run> {
    const { tokens, urls } = world.emulator;
    const foreign = tokens.issue("nekuda", { account: "others" });
    const provider = await ProviderProcess.start(
      { "nekuda:token": foreign, "nekuda:apiUrl": urls.nekuda },
      { PATH: process.env.PATH ?? "", ...shortenedWaits, ...movedClock(world.day * 86_400_000) },
    );
    try {
      return await operate(provider);
    } finally {
      await provider.stop();
    }
  }

  test("never settles a pending mint", async () => {
    world = await OneStack.open("nekuda");
    world.script("mint", reset("after-commit"));
    world.script("list", ok, status(500));
    await world.up();
    world.script("list", ok);
    const { errors } = await withForeignToken((provider) => world.stack.destroy(provider));
    expect(errors).toEqual([
      expect.stringMatching(/it is not proved that .* belongs to the account|belongs to account/),
    ]);
    expect(world.stack.records).toHaveLength(1);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("rotates nothing in place", async () => {
    world = await OneStack.open("nekuda");
    const { emulator, stack } = world;
    const program = world.program({ rotation: { every: "30d", overlap: "24h" } });
    await world.up(program);
    world.day = 30;
    emulator.clock.set(Date.now() + world.day * 86_400_000);
    emulator.strangers.mint("nekuda", { account: "others" });
    const { errors } = await withForeignToken((provider) => stack.up(provider, program));
    expect(errors).toEqual([expect.stringMatching(/belongs to/)]);
    expect(emulator.ledger.mints.filter(({ mintedBy }) => mintedBy !== "stranger")).toHaveLength(1);
  });
});

test("a colleague's token settles a first mint, where the organization has a key that proves the account", async () => {
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

  test("leaves the mint to be settled in one run, where both names have the same token", async () => {
    await pending();
    world.environment = named("EU");
    expect((await world.up(world.rotating("two", { account: "eu" }))).errors).toEqual([]);
    expect((await world.up(world.rotating("two", { account: "eu" }))).changes).toEqual([]);
  });

  test("leaves the mint to be settled in one run, where the former name now has another account's token", async () => {
    await pending();
    const others = world.emulator.tokens.issue("nekuda", { name: "someone", account: "other" });
    world.environment = { ...named("OLD"), NEKUDA_TOKEN: others };
    expect((await world.up(world.rotating("two", { account: "old" }))).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});
