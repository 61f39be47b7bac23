/**
 * Changed inputs, or a replacement that the engine asks for, while a mint is pending. The pending mint must be settled before another
 * key is minted.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { marked, toldByKeys } from "../vendors/chosen";

let world: OneStack;
afterEach(() => world.close());

describe("changed inputs beside a mint that is pending", () => {
  test("mint nothing before a person has told which key it is", async () => {
    world = await OneStack.open(marked);
    const unmarked = (more = {}) => world.program({ marker: false, ...more });
    world.script("mint", reset("after-commit"), ok);
    await world.up(unmarked());
    const [lost] = world.live;
    const { errors, changes } = await world.up(unmarked({ description: "edited" }));
    expect(errors).toEqual([expect.stringContaining(`The only candidate is ${lost}`)]);
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

  test("are the inputs of the next key once nothing is left of the pending mint", async () => {
    world = await OneStack.open(marked);
    world.loseMint();
    await world.up();
    world.script("list", ok);
    expect((await world.up(world.program({ description: "edited" }))).errors).toEqual([]);
    expect((await world.up(world.program({ description: "edited" }))).changes).toEqual([]);
    expect(world.emulator.ledger.liveKeys(marked).map(({ description }) => description)).toEqual([
      expect.stringMatching(/^edited /),
    ]);
  });

  test("replace the key in use once the rotation is settled", async () => {
    world = await OneStack.open(marked);
    await world.up(world.rotating("one"));
    world.loseMint();
    await world.up(world.rotating("two"));
    world.script("list", ok);
    const edited = world.rotating("two", { description: "edited" });
    const { changes, errors } = await world.up(edited);
    expect(changes).toEqual(["update ci"]);
    expect(errors).toEqual([expect.stringContaining("Run `pulumi up` again: it replaces key")]);
    expect((await world.up(edited)).changes).toEqual(["replace ci", "delete replaced ci"]);
    expect((await world.up(edited)).changes).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});

test("a replacement that the engine asks for beside a mint that is pending mints nothing", async () => {
  world = await OneStack.open(toldByKeys);
  world.loseMint();
  await world.up();
  const { id, inputs, outputs } = world.record();
  // As with `replaceOnChanges: ["*"]`: the engine then takes the previous run's failure for a change.
  await world.run(async (provider) => {
    await provider.diff(urnOf("ci"), id, outputs, inputs);
    await expect(provider.create(urnOf("ci"), inputs)).rejects.toThrow(
      /no second key was minted\. `"\*"` in `replaceOnChanges` asks for a second key/,
    );
    return nothingDone;
  });
  expect(world.live).toHaveLength(1);
});
