/** The provider asks about or revokes the key on record only by an id that can be one. For any other text it must send nothing. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../stack/one-stack";
import { marked } from "../vendors/chosen";

let world: OneStack;
afterEach(() => world.close());

test("a text in the state that cannot be an id is an error, and nothing is sent", async () => {
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
      // The state is put back, since an edited state alone would break a promise.
      stack.resources.set("ci", stored);
      return run;
    });
    expect(errors).toEqual([expect.stringContaining("are missing or edited")]);
  }
  expect(emulator.ledger.calls()).toHaveLength(sent);
});
