/** A replaced key must stay live until its successor is on record, whatever fails, and in whichever order the engine deletes. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { ok, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import type { ProviderProcess } from "../stack/provider-process";
import { nothingDone, type Stored, urnOf } from "../stack/simulated-stack";
import { marked, toldByKeys } from "../vendors/chosen";

let world: OneStack;
afterEach(() => world.close());

test("a replaced key stays while its successor is not there, whatever fails", async () => {
  world = await OneStack.open(toldByKeys);
  const { stack } = world;
  await world.up();
  const [inUse] = world.live;
  world.loseMint();
  const renamed = world.program({ name: "renamed" });
  await world.up(renamed);
  const [replaced] = stack.replaced.keys();
  if (!replaced) throw new Error("nothing was replaced");
  world.script("list", ok);
  world.script("mint", status(422), ok);
  await world.run(async (provider) => {
    const run = await stack.up(provider, renamed);
    expect(run.errors).toEqual([expect.stringContaining("HTTP 422")]);
    // As with `--continue-on-error`: the engine deletes although the create has failed.
    await expect(provider.delete(urnOf("ci"), replaced.id, replaced.outputs)).rejects.toThrow(
      /was not revoked, because its successor is not on record yet/,
    );
    return run;
  });
  expect(world.live).toEqual([inUse]);
  expect((await world.up(renamed)).errors).toEqual([]);
  expect(world.live).toEqual([world.record().outputs.keyId]);
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
        /was not revoked, because its successor is not on record yet/,
      );
      return nothingDone;
    });
  }

  async function open(): Promise<string | undefined> {
    world = await OneStack.open(toldByKeys);
    await world.up();
    const [inUse] = world.live;
    world.loseMint();
    return inUse;
  }

  test("when the successor's inputs change once more, and its mint is refused", async () => {
    const inUse = await open();
    await world.up(world.program({ name: "second" }));
    world.script("list", ok);
    world.script("mint", status(422), ok);
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

  test("when the run does not come to the successor", async () => {
    const inUse = await open();
    const second = world.program({ name: "second" });
    await world.up(second);
    world.script("list", ok);
    const { id, inputs, outputs } = world.record();
    await replacedWith(async (provider) => void (await provider.diff(urnOf("ci"), id, outputs, inputs)));
    expect(world.live).toContain(inUse);
  });
});

test("the previous key, where it alone lives, stays while its resource's successor has none", async () => {
  world = await OneStack.open(toldByKeys);
  const { stack } = world;
  const previous = await world.onlyThePreviousLives();
  world.loseMint();
  await world.run(async (provider) => {
    await stack.up(provider, world.rotating("two", { name: "second" }));
    const [stored] = stack.replaced.keys();
    if (!stored) throw new Error("nothing was replaced");
    // As with `--continue-on-error`: the engine deletes although the create has failed.
    await expect(provider.delete(urnOf("ci"), stored.id, stored.outputs)).rejects.toThrow(
      /was not revoked, because its successor is not on record yet/,
    );
    return nothingDone;
  });
  expect(world.live).toContain(previous);
});

describe("deleteBeforeReplace", () => {
  test("deletes no record whose mint is not settled", async () => {
    world = await OneStack.open(marked);
    world.loseMint();
    await world.up();
    world.script("list", ok);
    const { id, outputs } = world.record();
    await world.run(async (provider) => {
      const [news = {}] = world.program().values();
      await provider.diff(urnOf("ci"), id, outputs, news);
      await expect(provider.delete(urnOf("ci"), id, outputs)).rejects.toThrow(
        /nothing was revoked: an earlier mint of this resource is still pending, .* Remove what replaces this resource/,
      );
      return nothingDone;
    });
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});

test("with `deleteBeforeReplace` a record with the previous key alone is replaced", async () => {
  world = await OneStack.open(toldByKeys);
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
      // With `deleteBeforeReplace` the engine deletes first.
      outcomes.push(await provider.delete(urnOf("ci"), stored.id, stored.outputs).then(() => "deleted", String));
      return nothingDone;
    });
  }
  expect(outcomes).toEqual(["deleted", "deleted", "deleted"]);
});

test("what depends on a resource that is deleted first is replaced, also after a refresh that asks for no diff", async () => {
  world = await OneStack.open(marked);
  await world.up();
  const { id, outputs, inputs } = world.record();
  await world.run(async (provider) => {
    await provider.read(urnOf("ci"), id, outputs);
    const found = await provider.diff(urnOf("ci"), id, outputs, { ...inputs, serviceAccount: unknownValue });
    expect(found).toEqual({ changes: true, replaces: ["serviceAccount"] });
    return nothingDone;
  });
});
