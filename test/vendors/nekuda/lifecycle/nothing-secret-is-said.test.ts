/** No message repeats a token, a value or a secret input, wherever a vendor or a program has put it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

describe("what a vendor says of a failure is not repeated where it holds", () => {
  const refusal = (json: object, more = {}) => [{ ...body({ json }, 422), commits: false, ...more }, ok];

  test("a token of letters alone", async () => {
    world = await OneStack.open("nekuda");
    const token = "correct-horse-battery";
    world.environment = { NEKUDA_TOKEN: token };
    world.emulator.script("nekuda", nekuda.routes.list, refusal({ detail: `no such token: ${token}` }));
    expect((await world.up()).said).not.toContain(token);
  });
});
