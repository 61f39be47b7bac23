/** Before the key on record is asked about or revoked, its id and its date must say that it is ours; a wrong clock at its mint must not deny it. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../stack/one-stack";
import { marked } from "../vendors/chosen";

let world: OneStack;
afterEach(() => world.close());

test("an id in the state that is none is an error, and nothing is sent", async () => {
  world = await OneStack.open(marked);
  const { emulator, stack } = world;
  await world.up();
  const stored = world.record();
  const edited = { ...stored, outputs: { ...stored.outputs, keyId: "." } };
  const sent = emulator.ledger.calls().length;
  for (const operate of ["refresh", "destroy", "up"] as const) {
    const { errors } = await world.run(async (provider) => {
      stack.resources.set("ci", edited);
      const run = operate === "up" ? await stack.up(provider, world.program()) : await stack[operate](provider);
      // The state as it was: what a person has edited breaks a promise by itself.
      stack.resources.set("ci", stored);
      return run;
    });
    expect(errors).toEqual([expect.stringContaining("are missing or edited")]);
  }
  expect(emulator.ledger.calls()).toHaveLength(sent);
});
