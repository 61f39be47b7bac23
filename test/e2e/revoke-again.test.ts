/** A revoke is harmless to repeat: its lost answer, and a key that somebody revoked in between, are no failure. */
import { describe, expect, test } from "@jest/globals";
import { ok, reset, type SwitchChanges } from "../../emulator/index";
import { oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe.each<[string, SwitchChanges]>([
  ["404", { nekuda: { revokeRevoked: 404 } }],
  [
    "200, 422 and 409",
    { devin: { revokeRevoked: 422 }, kosli: { revokeRevoked: 200 }, nekuda: { revokeRevoked: 409 } },
  ],
])("a revoke whose answer was lost, at vendors that answer a second one with %s", (_, switches) => {
  const stack = sharedStack({ switches });

  test("is repeated, and the destroy succeeds", async () => {
    await stack.up(oneOfEach(stack));
    const lost = [reset("after-commit"), ok];
    stack.emulator.script("devin", "DELETE /v2/enterprise/api-keys/:id", lost);
    stack.emulator.script("kosli", "DELETE /service-accounts/:org/:name/api-keys/:id", lost);
    stack.emulator.script("nekuda", "PUT /api/v2/api-keys/:id/revoke", lost);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});
