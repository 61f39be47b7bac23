/** What a ninth review has found: ways by which what uses a key would have been left without one. */
import { afterEach, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import type { Properties } from "./engine/provider-process";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const { devin, kosli } = vendorCases;
let world: OneStack;
afterEach(() => world.close());

test.each([false, true])(
  "a lost key does not take the place of the one in use by `adopt`; revoked by hand, it stands in no way (beside a stranger's: %s)",
  async (isBeside) => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    await world.up(world.rotating("one"));
    const { keyId, apiKey } = world.record().outputs;
    emulator.script("devin", devin.routes.mint, [
      { ...reset("after-commit"), ...(isBeside && { stranger: "after-commit" as const }) },
      ok,
    ]);
    const lost = await world.up(world.rotating("two"));
    const [, own] = emulator.ledger.liveKeys("devin").filter(({ mintedBy }) => mintedBy !== "stranger");
    expect(lost.errors).toEqual([expect.stringContaining(`${own?.id}`)]);
    expect(lost.errors[0]).toMatch(/ is this resource's: revoke that key, since its value is lost/);

    const { errors } = await world.up(world.rotating("two", { adopt: { keyId: own?.id } }));
    expect(errors).toEqual([
      expect.stringContaining(`the key in \`adopt\` has no known value, so key ${keyId} stays in use`),
    ]);
    expect(world.record().outputs).toMatchObject({ keyId, apiKey });

    if (own) emulator.strangers.revoke(own);
    if (isBeside) {
      // The stranger's key could be it, too.
      expect((await world.up(world.rotating("two"))).errors).toEqual([
        expect.stringMatching(
          /^devin:\S+ ci: it is your turn, .* If only keys of other users are left: write `adopt: \{keyId: "\S+"\}` .*Key \S+ then stays in use/,
        ),
      ]);
      expect((await world.up(world.rotating("two", { adopt: { keyId } }))).errors).toEqual([]);
    }
    expect((await world.up(world.rotating("two"))).errors).toEqual([]);
    expect((await world.up(world.rotating("two"))).errors).toEqual([]);
    expect(world.record().outputs).toMatchObject({ previousKeyId: keyId });
    expect(emulator.ledger.authenticates(String(world.record().outputs.apiKey))).toBe(true);
  },
);

test("a key before the one in use is not retired by the run that is to adopt it", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  await world.up(world.rotating("one"));
  const { keyId, apiKey } = world.record().outputs;
  await world.up(world.rotating("two"));
  world.day = 2;
  const kept = world.program({ adopt: { keyId, value: apiKey } }, ["kept"]);
  const both = new Map([...world.rotating("two"), ...kept]);
  const { errors } = await world.up(both);
  expect(errors).toEqual([
    expect.stringContaining(`key ${keyId} was not revoked. \`adopt\` in the program names key ${keyId}`),
  ]);
  expect(world.record("kept").outputs).toMatchObject({ keyId, apiKey });
  expect((await world.up(both)).errors).toEqual([]);
  expect(world.record().outputs).not.toHaveProperty("previousKeyId");
  expect(emulator.ledger.authenticates(String(apiKey))).toBe(true);
});

test("an `adopt` that takes nothing over, since its resource has a key, keeps nothing from being retired", async () => {
  world = await OneStack.open("kosli");
  const other = (more: Properties = {}) => world.program(more, ["other"]);
  await world.up(new Map([...world.rotating("one"), ...other()]));
  const { keyId } = world.record().outputs;
  const adopting = new Map([...world.rotating("two"), ...other({ adopt: { keyId } })]);
  await world.up(adopting);
  world.day = 2;
  expect((await world.up(adopting)).errors).toEqual([]);
  expect(world.live).not.toContain(keyId);
});

test("its own `adopt` of the key before takes nothing over, and keeps nothing from being retired", async () => {
  world = await OneStack.open("kosli");
  await world.up(world.rotating("one"));
  const { keyId } = world.record().outputs;
  await world.up(world.rotating("two"));
  world.day = 2;
  expect((await world.up(world.rotating("two", { adopt: { keyId } }))).errors).toEqual([]);
  expect(world.live).toEqual([world.record().outputs.keyId]);
});

test.each(["with", "without"])(
  "a key that is revoked while it is looked at is not adopted: %s its value",
  async (how) => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    const key = emulator.strangers.mint("kosli");
    const gone = { ...status(404), body: { json: { message: "API key not found" } } };
    // With a value it is first read by that.
    emulator.script("kosli", kosli.routes.find, how === "with" ? [ok, ok, ok, gone] : [ok, ok, gone]);
    const adopt = { keyId: key.id, ...(how === "with" && { value: emulator.ledger.valueOf(key) }) };
    const { errors } = await world.up(world.program({ adopt }));
    expect(errors).toEqual([expect.stringContaining("it has been revoked just now: remove `adopt`")]);
    expect(world.stack.records).toEqual([]);
  },
);

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
