/** `adopt`: what may be adopted, with which value, what stands while it is in the program, and what happens when it leaves. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

test("that a value could not be checked is said", async () => {
  world = await OneStack.open("devin", selfDenied);
  const { emulator } = world;
  const key = emulator.strangers.mint("devin");
  world.isValueMistold = true;
  const { said } = await world.up(world.program({ adopt: { keyId: key.id, value: "apk_wrong" } }));
  expect(said).toContain(
    `ci: the value in \`adopt\` could not be checked against key ${key.id}. Check the value yourself`,
  );
});
