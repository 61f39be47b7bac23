/** No message repeats a token, a value or a secret input, wherever a vendor or a program has put it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { kosli } = kits;

let world: OneStack;
afterEach(() => world.close());

describe("what a vendor says of a failure is not repeated where it holds", () => {
  const refusal = (json: object, more = {}) => [{ ...body({ json }, 422), commits: false, ...more }, ok];

  test("the token, as a request's id", async () => {
    world = await OneStack.open("kosli");
    const { tokens } = world.emulator;
    const headers = { "x-request-id": tokens.kosli };
    world.emulator.script("kosli", kosli.routes.mint, refusal({ message: "Not now" }, { headers }));
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining('HTTP 422 "Not now"')]);
  });
});
