/** A machine's clock that is far off: it cuts no overlap short, calls no key expired, and makes none forgotten. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { kosli } = kits;
const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

describe("a mint that a run with a clock an hour ahead settles while lists lag", () => {
  test.each(["up", "refresh", "destroy"] as const)("by %s: Kosli's key is not forgotten", async (command) => {
    world = await OneStack.open("kosli");
    world.loseMint();
    await world.up();
    world.aheadMs = hourMs;
    const { noKeys: none } = world;
    world.emulator.script("kosli", kosli.routes.list, [none, none, none, ok]);
    const [lost] = world.live;
    expect((await world[command]()).errors).toEqual([]);
    // The lost key bears the marker, so the run revoked it.
    expect(world.live).not.toContain(lost);
    const { keyId } = world.stack.records[0]?.outputs ?? {};
    expect(world.live).toEqual(keyId ? [keyId] : []);
  });
});

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
