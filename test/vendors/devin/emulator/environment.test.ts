/** The variables by which Devin's clients and tools find the emulator. */
import { expect, test } from "@jest/globals";
import { createEmulator } from "../../../../emulator/index";

test("the environment has each variable by which a client or a tool of Devin's finds the emulator", async () => {
  const emulator = await createEmulator();
  try {
    const variables = Object.entries(emulator.environment()).filter(([name]) => name.startsWith("DEVIN_"));
    expect(Object.fromEntries(variables)).toEqual({
      DEVIN_ENTERPRISE_API_KEY: emulator.tokens.devin,
      DEVIN_API_URL: emulator.urls.devin,
      DEVIN_ORG_ID: expect.stringMatching(/^org-[0-9a-f]{32}$/),
    });
  } finally {
    await emulator.close();
  }
});
