/** No message repeats a token, a value or a secret input, wherever a vendor or a program has put it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { marked } from "../vendors/chosen";

let world: OneStack;
afterEach(() => world.close());

describe("what a vendor says of a failure is not repeated where it holds", () => {
  const refusal = (json: object, more = {}) => [{ ...body({ json }, 422), commits: false, ...more }, ok];

  test("the description, which a program may hold for a secret", async () => {
    world = await OneStack.open(marked);
    const description = "the merger with initech";
    const message = `The description "${description}" is in use`;
    world.script("mint", ...refusal({ message }));
    const { errors, said } = await world.up(world.program({ description }));
    expect(errors).toEqual([expect.stringContaining("HTTP 422")]);
    expect(said).not.toContain("merger");
  });
});

test.each(vendorNames)("a %s value that is written for an id is not told", async (vendor) => {
  world = await OneStack.open(vendor);
  const { emulator } = world;
  const value = emulator.ledger.valueOf(emulator.strangers.mint(vendor));
  const { errors } = await world.up(world.program({ adopt: { keyId: value } }));
  expect(errors).toEqual([expect.stringMatching(/not an id of|no live key of the id/)]);
});
