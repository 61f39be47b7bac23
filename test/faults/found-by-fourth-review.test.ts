/** What a fourth review has found: whose dates are believed, which account settles, and a key before that alone lives. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { vendorCases } from "../vendors/vendor-cases";

const { kosli, nekuda } = vendorCases;
let world: OneStack;
afterEach(() => world.close());
const dayMs = 86_400_000;

test("the key before an older one, adopted beside a pending rotation, is ours and is revoked", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  // A key that somebody made by hand, months before.
  const legacy = emulator.strangers.mint("kosli");
  world.day = 60;
  const unmarked = (trigger: string, more = {}) => world.rotating(trigger, { marker: false, ...more });
  await world.up(unmarked("one"));
  const inUse = String(world.record().outputs.keyId);
  // Nothing was created, and the lists that would tell it fail.
  world.loseMint("before-commit");
  expect((await world.up(unmarked("two"))).errors).toHaveLength(1);
  expect(world.record().outputs.pending).toBeDefined();
  emulator.script("kosli", kosli.routes.list, status(501));
  const adopt = { keyId: legacy.id, value: emulator.ledger.valueOf(legacy) };
  expect((await world.up(unmarked("two", { adopt }))).errors).toEqual([]);
  expect(world.record().outputs).toMatchObject({ keyId: legacy.id, previousKeyId: inUse });
  emulator.script("kosli", kosli.routes.list, ok);
  world.day = 62;
  const retire = await world.up(unmarked("two"));
  const destroy = await world.destroy();
  expect({ up: retire.errors, destroy: destroy.errors, live: world.live }).toEqual({ up: [], destroy: [], live: [] });
});

test("the same where the key in use has gone, nothing is pending, and an older key is adopted beside the key before", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  const legacy = emulator.strangers.mint("nekuda");
  world.day = 60;
  const previous = await world.onlyThePreviousLives();
  expect((await world.up(world.rotating("two", { adopt: { keyId: legacy.id } }))).errors).toEqual([]);
  expect(world.record().outputs).toMatchObject({ keyId: legacy.id, previousKeyId: previous });
  world.day = 62;
  const retire = await world.up(world.rotating("two"));
  const destroy = await world.destroy();
  expect({ up: retire.errors, destroy: destroy.errors, live: world.live }).toEqual({ up: [], destroy: [], live: [] });
});

test("with `deleteBeforeReplace` a record with the key before alone is replaced", async () => {
  world = await OneStack.open("nekuda");
  await world.onlyThePreviousLives();
  const program = world.rotating("two", { name: "second" });
  const stored = world.record();
  const outcomes: string[] = [];
  for (let count = 0; count < 3; count++) {
    await world.run(async (provider) => {
      const [news] = program.values();
      const { inputs } = await provider.check(urnOf("ci"), stored.inputs, news ?? {});
      const { replaces } = await provider.diff(urnOf("ci"), stored.id, stored.outputs, inputs);
      expect(replaces).not.toEqual([]);
      // With the option the engine deletes first.
      outcomes.push(await provider.delete(urnOf("ci"), stored.id, stored.outputs).then(() => "deleted", String));
      return nothingDone;
    });
  }
  expect(outcomes).toEqual(["deleted", "deleted", "deleted"]);
});

describe("a Devin key of ours that was dated by a wrong clock is destroyed", () => {
  const keysAnswer = { switches: { devin: { selfAnswersServiceKeys: 200 } } } as const;

  async function endsWell(): Promise<void> {
    const refresh = await world.refresh();
    const destroy = await world.destroy();
    expect({ refresh: refresh.errors, destroy: destroy.errors, live: world.live }).toEqual({
      refresh: [],
      destroy: [],
      live: [],
    });
  }

  test("the vendor's Date was two days behind at the mint", async () => {
    world = await OneStack.open("devin", keysAnswer);
    let isOff = true;
    await world.meddle({
      headers: (headers) => (isOff ? { ...headers, date: new Date(Date.now() - 2 * dayMs).toUTCString() } : headers),
    });
    expect((await world.up()).errors).toEqual([]);
    isOff = false;
    await endsWell();
  });

  test("no Date, and this machine's clock two days behind at the mint", async () => {
    world = await OneStack.open("devin", keysAnswer);
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    world.aheadMs = -2 * dayMs;
    expect((await world.up()).errors).toEqual([]);
    world.aheadMs = 0;
    await endsWell();
  });
});

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

test("an account that is renamed with another change beside a pending mint is settled", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  const { KOSLI_API_TOKEN = "", KOSLI_ORG = "" } = emulator.environment();
  const named = (name: string) => ({
    [`KOSLI_ACCOUNT_${name}_API_TOKEN`]: KOSLI_API_TOKEN,
    [`KOSLI_ACCOUNT_${name}_ORG`]: KOSLI_ORG,
    [`KOSLI_ACCOUNT_${name}_API_URL`]: emulator.urls.kosli,
  });
  world.environment = named("EU");
  await world.up(world.rotating("one", { account: "eu" }));
  world.loseMint();
  await world.up(world.rotating("two", { account: "eu" }));
  emulator.script("kosli", kosli.routes.list, ok);
  world.environment = named("EMEA");
  const runs: (readonly string[])[] = [];
  for (let count = 0; count < 3; count++)
    runs.push((await world.up(world.rotating("two", { account: "emea", description: "edited" }))).errors);
  expect(runs).toEqual([[expect.stringContaining("Run `pulumi up` again: it replaces key")], [], []]);
});
