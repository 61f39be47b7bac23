/** The variables by which Kosli's clients and tools find the emulator. */
import { expect, test } from "@jest/globals";
import { createEmulator } from "../../../../emulator/index";

test("the environment has each variable by which a client or a tool of Kosli's finds the emulator", async () => {
  const emulator = await createEmulator();
  try {
    const variables = Object.entries(emulator.environment()).filter(([name]) => name.startsWith("KOSLI_"));
    expect(Object.fromEntries(variables)).toEqual({
      KOSLI_API_TOKEN: emulator.tokens.kosli,
      KOSLI_ORG: "acme",
      KOSLI_HOST: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      KOSLI_API_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      KOSLI_SERVICE_ACCOUNT: "ci",
    });
    // Kosli's CLI and its Terraform provider append the API's path to the host themselves.
    const { KOSLI_HOST, KOSLI_API_URL, KOSLI_API_TOKEN } = emulator.environment();
    const headers = { authorization: `Bearer ${KOSLI_API_TOKEN}` };
    for (const host of [KOSLI_HOST, KOSLI_API_URL]) {
      expect((await fetch(`${host}/api/v2/environments/acme`, { headers })).status).toBe(200);
    }
  } finally {
    await emulator.close();
  }
});
