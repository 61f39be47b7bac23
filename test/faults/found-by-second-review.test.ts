/** What a second review has found: wrong clocks where a mint is settled later, replacements beside a mint that is pending. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok, reset, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import type { Properties, ProviderProcess } from "../stack/provider-process";
import { nothingDone, type Stored, urnOf } from "../stack/simulated-stack";
import { vendorCases } from "../vendors/vendor-cases";

const { devin, kosli, nekuda } = vendorCases;
const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

const noKeys = { devin: body({ json: { items: [], total: 0, has_more: false } }), kosli: body({ json: [] }) };

describe("a mint that a run with a clock an hour ahead settles while lists lag", () => {
  test.each(["up", "refresh", "destroy"] as const)("by %s: Kosli's key is not forgotten", async (command) => {
    world = await OneStack.open("kosli");
    world.loseMint();
    await world.up();
    world.aheadMs = hourMs;
    const { kosli: none } = noKeys;
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
    const { devin: none } = noKeys;
    emulator.script("devin", devin.routes.list, [ok, none, none, none, none, ok]);
    world.aheadMs = hourMs;
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

describe("a wrong clock cuts no overlap short", () => {
  test.each(["devin", "kosli", "nekuda"] as const)("of a %s key that rotates by its trigger", async (vendor) => {
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

describe("changed inputs beside a mint that is pending", () => {
  test("mint nothing before a person has told which key it is", async () => {
    world = await OneStack.open("kosli");
    const unmarked = (more = {}) => world.program({ marker: false, ...more });
    world.emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    await world.up(unmarked());
    const [lost] = world.live;
    const { errors, changes } = await world.up(unmarked({ description: "edited" }));
    expect(errors).toEqual([expect.stringContaining(`It can only be among ${lost}`)]);
    expect(changes).toEqual(["update ci"]);
    expect(world.live).toEqual([lost]);
    const told = await world.up(unmarked({ description: "edited", adopt: { keyId: lost } }));
    expect(told.errors).toEqual([
      expect.stringContaining("Remove `adopt`, then run `pulumi up` again: it replaces key"),
    ]);
    expect(world.record().outputs.keyId).toBe(lost);
    expect((await world.up(unmarked({ description: "edited" }))).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });

  test("are what the key is minted for where nothing is left of it", async () => {
    world = await OneStack.open("kosli");
    world.loseMint();
    await world.up();
    world.emulator.script("kosli", kosli.routes.list, ok);
    expect((await world.up(world.program({ description: "edited" }))).errors).toEqual([]);
    expect((await world.up(world.program({ description: "edited" }))).changes).toEqual([]);
    expect(world.emulator.ledger.liveKeys("kosli").map(({ description }) => description)).toEqual([
      expect.stringMatching(/^edited /),
    ]);
  });

  test("replace the key in use once the rotation is settled", async () => {
    world = await OneStack.open("kosli");
    await world.up(world.rotating("one"));
    world.loseMint();
    await world.up(world.rotating("two"));
    world.emulator.script("kosli", kosli.routes.list, ok);
    const edited = world.rotating("two", { description: "edited" });
    const { changes, errors } = await world.up(edited);
    expect(changes).toEqual(["update ci"]);
    expect(errors).toEqual([expect.stringContaining("Run `pulumi up` again: it replaces key")]);
    expect((await world.up(edited)).changes).toEqual(["replace ci", "delete replaced ci"]);
    expect((await world.up(edited)).changes).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});

describe("a replaced key stays while its successor is not there, as with `--continue-on-error`,", () => {
  async function replacedWith(run: (provider: ProviderProcess, replaced: () => Stored) => Promise<void>) {
    const { stack } = world;
    const replaced = () => {
      const [stored] = stack.replaced.keys();
      if (!stored) throw new Error("nothing was replaced");
      return stored;
    };
    await world.run(async (provider) => {
      await run(provider, replaced);
      const { id, outputs } = replaced();
      await expect(provider.delete(urnOf("ci"), id, outputs)).rejects.toThrow(
        /The mint of the key that replaces \S+ is still open/,
      );
      return nothingDone;
    });
  }

  async function open(): Promise<string | undefined> {
    world = await OneStack.open("nekuda");
    await world.up();
    const [inUse] = world.live;
    world.loseMint();
    return inUse;
  }

  test("when the successor's inputs change once more, and its mint is refused", async () => {
    const inUse = await open();
    await world.up(world.program({ name: "second" }));
    world.emulator.script("nekuda", nekuda.routes.list, ok);
    world.emulator.script("nekuda", nekuda.routes.mint, [status(422), ok]);
    const third = world.program({ name: "third" });
    await replacedWith(async (provider) => void (await world.stack.up(provider, third)));
    expect(world.live).toEqual([inUse]);
    await world.up(third);
    expect((await world.up(third)).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });

  test("when it is renamed in the same run", async () => {
    const inUse = await open();
    const renamed = world.program({ name: "second", origin: { name: "renamed", hash: "12345678" } });
    await replacedWith(async (provider) => void (await world.stack.up(provider, renamed)));
    expect(world.live).toContain(inUse);
  });

  test("when the successor is not come to", async () => {
    const inUse = await open();
    const second = world.program({ name: "second" });
    await world.up(second);
    world.emulator.script("nekuda", nekuda.routes.list, ok);
    const { id, inputs, outputs } = world.record();
    await replacedWith(async (provider) => void (await provider.diff(urnOf("ci"), id, outputs, inputs)));
    expect(world.live).toContain(inUse);
  });
});

test("a replacement that the engine asks for beside a mint that is pending mints nothing", async () => {
  world = await OneStack.open("nekuda");
  world.loseMint();
  await world.up();
  const { id, inputs, outputs } = world.record();
  // As with `replaceOnChanges: ["*"]`, which takes the failure of the run before for a change.
  await world.run(async (provider) => {
    await provider.diff(urnOf("ci"), id, outputs, inputs);
    await expect(provider.create(urnOf("ci"), inputs)).rejects.toThrow(
      /no second key was minted\. `"\*"` in `replaceOnChanges` asks for a second key/,
    );
    return nothingDone;
  });
  expect(world.live).toHaveLength(1);
});

describe("an old Devin key that two lists lack", () => {
  test.each([
    ["its own word is answered with 429", 429],
    ["its own word is not answered at all", 403],
  ])("is not forgotten where %s", async (_, code) => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    await world.up();
    const [inUse] = world.live;
    world.day = 1;
    const { devin: none } = noKeys;
    emulator.script("devin", devin.routes.list, [none, none, ok]);
    emulator.script("devin", devin.routes.self, status(code));
    await world.refresh();
    expect(world.record().outputs.keyId).toBe(inUse);
  });
});
