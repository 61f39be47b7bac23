/** What an eighth review has found: ways around the mends of the seventh. */
import { afterEach, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { ok } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { vendorCases } from "../vendors/vendor-cases";

const { kosli } = vendorCases;
let world: OneStack;
afterEach(() => world.close());

test.each(["the one before", "its own, renamed"])(
  "a delete before its create spares the key to be adopted: %s",
  async (which) => {
    world = await OneStack.open("kosli");
    await world.up(world.rotating("one"));
    await world.up(world.rotating("two"));
    const { id, outputs } = world.record();
    const live = world.live;
    const keyId = which === "the one before" ? outputs.previousKeyId : outputs.keyId;
    const [news = {}] = world.program({ adopt: { keyId }, origin: { name: "renamed", hash: "00112233" } }).values();
    await world.run(async (provider) => {
      await provider.check(urnOf("renamed"), {}, news);
      await expect(provider.delete(urnOf("renamed"), id, outputs)).rejects.toThrow(
        /was not revoked\. `adopt` in the program names key/,
      );
      return nothingDone;
    });
    expect(world.live).toEqual(live);
  },
);

test("`adopt` beside a first mint of which nothing is left takes the key over as the program asks now", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  world.loseMint("before-commit");
  expect((await world.up()).errors).toHaveLength(1);
  emulator.script("kosli", kosli.routes.list, ok);
  const { id } = emulator.strangers.mint("kosli");
  const edited = world.program({ description: "edited", adopt: { keyId: id } });
  expect((await world.up(edited)).errors).toEqual([]);
  expect((await world.up(edited)).errors).toEqual([]);
  expect((await world.up(world.program({ description: "edited" }))).changes).toEqual([]);
  expect(world.live).toEqual([id]);
});

test("what depends on a resource that is deleted first is replaced, also after a refresh that asks for no diff", async () => {
  world = await OneStack.open("kosli");
  await world.up();
  const { id, outputs, inputs } = world.record();
  await world.run(async (provider) => {
    await provider.read(urnOf("ci"), id, outputs);
    const found = await provider.diff(urnOf("ci"), id, outputs, { ...inputs, serviceAccount: unknownValue });
    expect(found).toEqual({ changes: true, replaces: ["serviceAccount"] });
    return nothingDone;
  });
});
