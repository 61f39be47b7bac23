/** A rotation in place whose mint is lost, or not proved: the key in use stays in use, and no key is lost or minted twice. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";

const rotation = { every: "30d", overlap: "24h" };

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.stack.records[0]?.outputs ?? {};

describe("a rotation that is pending", () => {
  test("is not settled by a key of another organization", async () => {
    world = await OneStack.open("nekuda");
    const { emulator } = world;
    await world.upOn(0, { rotation });
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, ok, status(500));
    expect((await world.upOn(30, { rotation })).errors).toHaveLength(1);
    world.script("list", ok);
    const { id } = emulator.strangers.mint("nekuda", { account: "others" });
    world.environment = { NEKUDA_TOKEN: emulator.tokens.issue("nekuda", { account: "others" }) };
    const { errors } = await world.upOn(30, { rotation, adopt: { keyId: id } });
    expect(errors).toEqual([expect.stringContaining("the key was minted by")]);
    expect(outputs().keyId).not.toBe(id);
  });
});
