/** Keys of ours that no record holds, since somebody has rotated a key at Kosli itself. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

let world: OneStack;
afterEach(() => world.close());

test("a Kosli key that was rotated at Kosli itself dies with its grace: the refresh and the next mint say what has happened", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  await world.up();
  const [old] = emulator.ledger.liveKeys("kosli");
  const { KOSLI_API_TOKEN: token, KOSLI_ORG: org } = emulator.environment();
  const answer = await fetch(`${emulator.urls.kosli}/service-accounts/${org}/ci/api-keys/${old?.id}/rotate`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: "{}",
  });
  expect(answer.status).toBe(201);
  emulator.clock.advance(25 * 3_600_000);
  const refreshed = (await world.refresh()).said;
  expect(refreshed).toContain(`ci: key ${old?.id} is gone at Kosli: \`pulumi up\` mints a new key`);
  const [rotated] = emulator.ledger.liveKeys("kosli");
  const printed = (await world.up()).said;
  expect(printed).toContain(`does not show them: ${rotated?.id}. They were left alone. `);
  expect(printed).toContain("Or somebody has rotated or copied them at Kosli itself. ");
});
