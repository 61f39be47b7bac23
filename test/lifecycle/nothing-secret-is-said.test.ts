/** No message repeats a token, a value or a secret input, wherever a vendor or a program has put it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { kits } from "../vendors/index";

const { kosli, nekuda } = kits;

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

  test("the description, which a program may hold for a secret", async () => {
    world = await OneStack.open("kosli");
    const description = "the merger with initech";
    const message = `The description "${description}" is in use`;
    world.emulator.script("kosli", kosli.routes.mint, refusal({ message }));
    const { errors, said } = await world.up(world.program({ description }));
    expect(errors).toEqual([expect.stringContaining("HTTP 422")]);
    expect(said).not.toContain("merger");
  });

  test("a token of letters alone", async () => {
    world = await OneStack.open("nekuda");
    const token = "correct-horse-battery";
    world.environment = { NEKUDA_TOKEN: token };
    world.emulator.script("nekuda", nekuda.routes.list, refusal({ detail: `no such token: ${token}` }));
    expect((await world.up()).said).not.toContain(token);
  });
});

test.each(vendorNames)("a %s value that is written for an id is not told", async (vendor) => {
  world = await OneStack.open(vendor);
  const { emulator } = world;
  const value = emulator.ledger.valueOf(emulator.strangers.mint(vendor));
  const { errors } = await world.up(world.program({ adopt: { keyId: value } }));
  expect(errors).toEqual([expect.stringMatching(/not an id of|no live key of the id/)]);
});
