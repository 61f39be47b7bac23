/** The previous key lives and the key in use has gone: another organization's token mints no key, and does not forget the previous one. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

const rotation = { every: "30d", overlap: "24h" };

let world: OneStack;
afterEach(() => world.close());

describe("the key in use has gone while the previous key lives", () => {
  test("another organization's token mints no key, and does not forget the previous key", async () => {
    world = await OneStack.open("nekuda");
    const { emulator } = world;
    const { keyId } = await world.onlyThePreviousLivesByAge(rotation);
    emulator.clock.set(Date.now() + 30 * 86_400_000);
    world.environment = { NEKUDA_TOKEN: emulator.tokens.issue("nekuda", { account: "others" }) };
    expect((await world.upOn(30, { rotation })).errors).toEqual([
      expect.stringContaining("the account that minted the key"),
    ]);
    expect(world.live).toEqual([keyId]);
    world.environment = {};
    expect((await world.upOn(32, { rotation })).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});
