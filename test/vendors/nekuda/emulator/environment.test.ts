/** The variables by which nekuda's clients and tools find the emulator. */
import { expect, test } from "@jest/globals";
import { createEmulator } from "../../../../emulator/index";

test("the environment has each variable by which a client or a tool of nekuda's finds the emulator", async () => {
  const emulator = await createEmulator();
  try {
    const variables = Object.entries(emulator.environment()).filter(([name]) => name.startsWith("NEKUDA_"));
    expect(Object.fromEntries(variables)).toEqual({
      NEKUDA_TOKEN: emulator.tokens.nekuda,
      NEKUDA_BASE_URL: emulator.urls.nekuda,
    });
  } finally {
    await emulator.close();
  }
});
