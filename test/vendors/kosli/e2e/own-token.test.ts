/** The key that a run authenticates with is not adopted. */
import { describe, expect, test } from "@jest/globals";
import { keyCases } from "../../../e2e/harness/keys";
import { sharedStack } from "../../../e2e/harness/stack";

describe("a key in adopt that is the run's own token", () => {
  const stack = sharedStack();

  test("is refused by Kosli when its value is given", async () => {
    const headers = {
      authorization: `Bearer ${stack.emulator.tokens.kosli}`,
      "content-type": "application/json",
    };
    const body = JSON.stringify({ name: "boss", privilege: "admin" });
    const made = await fetch(`${stack.emulator.urls.kosli}/service-accounts/acme`, { method: "POST", headers, body });
    expect(made.status).toBe(201);
    const key = stack.emulator.strangers.mint("kosli", { scope: "boss" });
    const value = stack.ledger.valueOf(key);
    stack.environment = { ...stack.environment, KOSLI_API_TOKEN: value };
    const run = await stack.failing("up", async () => {
      keyCases.kosli.declare("own-token", stack, { serviceAccount: "boss", adopt: { keyId: key.id, value } });
    });
    expect(run.errors("own-token")).toContain("it is the key that this run authenticates with");
    expect(run.changing()).toEqual([]);
  });
});
