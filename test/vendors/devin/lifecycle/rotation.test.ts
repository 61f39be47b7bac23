/** When the overlap of a rotation in place begins. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { dateSkew, ok, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";

const triggered = (trigger: string, overlap: string) => ({ rotation: { trigger, overlap } });

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.record().outputs;

describe("the overlap begins when the new key comes into use", () => {
  test("although its answer bore a date that has long passed", async () => {
    world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 200 } } });
    await world.upOn(0, triggered("one", "30m"));
    world.script("mint", dateSkew(-3_600_000), ok);
    await world.upOn(0, triggered("two", "30m"));
    expect((await world.upOn(0, triggered("two", "30m"))).changes).toEqual([]);
    expect(world.live).toHaveLength(2);
  });

  test("although it was minted days before it could be proved", async () => {
    world = await OneStack.open("devin");
    await world.upOn(0, triggered("one", "24h"));
    world.script("self", ok, status(403));
    world.script("list", ok, status(500));
    expect((await world.upOn(0, triggered("two", "24h"))).errors).toHaveLength(1);
    for (const request of ["self", "list"] as const) world.script(request, ok);
    world.day = 2;
    await world.refresh();
    // This run is the first to hand the new key on.
    expect((await world.upOn(2, triggered("two", "24h"))).errors).toEqual([]);
    expect(world.live).toHaveLength(2);
    await world.upOn(4, triggered("two", "24h"));
    expect(world.live).toEqual([outputs().keyId]);
  });
});
