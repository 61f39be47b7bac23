/** The previous key lives and the key in use has gone: a person adopts the previous key, never with a pending mint's value. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, stranger } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { devin } = kits;
const rotation = { every: "30d", overlap: "24h" };

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.record().outputs;

describe("the key in use has gone while the previous key lives", () => {
  test("which is adopted beside a pending mint: never with that mint's value", async () => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    const { keyId, apiKey } = await world.onlyThePreviousLivesByAge(rotation);
    Object.assign(emulator.switches.devin, { selfAnswersServiceKeys: 403, apiKeyValue: "null" });
    emulator.script("devin", devin.routes.mint, [stranger("after-commit"), ok]);
    const { errors } = await world.upOn(30, { rotation });
    expect(errors).toEqual([
      expect.stringContaining(
        "You need do nothing yet: the next `pulumi up` tries again. Until the mint is settled, do not taint or `--replace` this resource",
      ),
    ]);
    const pendingValue = outputs().apiKey;
    const wrong = await world.upOn(30, { rotation, adopt: { keyId, value: pendingValue } });
    expect(wrong.errors).toEqual([expect.stringContaining("`adopt.value` is not the value of key")]);
    world.revokeByHand(emulator.ledger.keys.find((key) => emulator.ledger.valueOf(key) === pendingValue)?.id);
    expect((await world.upOn(30, { rotation, adopt: { keyId } })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId });
    expect(outputs()).not.toHaveProperty("apiKey");
    expect((await world.upOn(30, { rotation, adopt: { keyId, value: apiKey } })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId, apiKey });
  });
});
