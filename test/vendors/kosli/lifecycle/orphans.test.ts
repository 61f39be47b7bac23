/** An orphan that comes about when somebody rotates a key at Kosli itself. */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../../../emulator/index";
import { inputsOf } from "../../../stack/inputs-of";
import { printedBy } from "../../../stack/printed-by";
import type { ProviderProcess } from "../../../stack/provider-process";
import { SimulatedStack } from "../../../stack/simulated-stack";

const stack = new SimulatedStack();
let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator();
});
afterEach(() => emulator.close());

// The promises are not checked here: the vendor's own rotation leaves a live key that no run could name.
const run = (operate: (provider: ProviderProcess) => Promise<unknown>) => printedBy(emulator, operate);

test("a Kosli key that was rotated at Kosli itself dies with its grace: the refresh and the next mint say what has happened", async () => {
  const { account: _, ...inputs } = inputsOf("kosli", emulator, "ci", "");
  const program = new Map([["ci", inputs]]);
  await run((provider) => stack.up(provider, program));
  const [previous] = emulator.ledger.liveKeys("kosli");
  const { KOSLI_API_TOKEN: token, KOSLI_ORG: org } = emulator.environment();
  const answer = await fetch(`${emulator.urls.kosli}/service-accounts/${org}/ci/api-keys/${previous?.id}/rotate`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: "{}",
  });
  expect(answer.status).toBe(201);
  emulator.clock.advance(25 * 3_600_000);
  const refreshed = await run((provider) => stack.refresh(provider));
  expect(refreshed).toContain(`ci: key ${previous?.id} is gone at Kosli: \`pulumi up\` mints a new key`);
  const [rotated] = emulator.ledger.liveKeys("kosli");
  const printed = await run((provider) => stack.up(provider, program));
  expect(printed).toContain(`does not show them: ${rotated?.id}. They were left alone. `);
  expect(printed).toContain("Revoke by hand only a key that nobody uses. ");
});
