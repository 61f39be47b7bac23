/** `adopt` with a value that nothing can check. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

test("a run says that it could not check the value of an adopted key", async () => {
  world = await OneStack.open("devin", selfDenied);
  const { emulator } = world;
  const key = emulator.strangers.mint("devin");
  world.isValueMistold = true;
  const { said } = await world.up(world.program({ adopt: { keyId: key.id, value: "apk_wrong" } }));
  expect(said).toContain(
    `ci: the value in \`adopt\` could not be checked against key ${key.id}. Check the value yourself`,
  );
});
