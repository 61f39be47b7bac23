/** A replaced key stays until its successor is there, whatever fails, and in whichever order the engine deletes. */
import { afterEach, expect, test } from "@jest/globals";
import { ok } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { nothingDone, urnOf } from "../../../stack/simulated-stack";
import { kits } from "../../index";

const { nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

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
    const [written = {}] = world.program({ name: "two", account: "typo" }).values();
    const { inputs: news } = await provider.check(urnOf("ci"), {}, written);
    await provider.diff(urnOf("ci"), id, outputs, news);
    await expect(provider.update(urnOf("ci"), id, outputs, news)).rejects.toThrow(/no nekuda token/);
    // With `--continue-on-error` the engine goes on to delete the replaced record.
    await expect(provider.delete(urnOf("ci"), old.id, old.outputs)).rejects.toThrow(
      /was not revoked, because its successor is not on record yet/,
    );
    return nothingDone;
  });
  expect(world.live).toEqual([inUse]);
});
