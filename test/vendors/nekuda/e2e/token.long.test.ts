/** Which tokens of nekuda a run refuses before it sends anything. */
import { expect, test } from "@jest/globals";
import { keyCases } from "../../../e2e/harness/keys";
import { sharedStack } from "../../../e2e/harness/stack";

const stack = sharedStack();
const program = async () => void keyCases.nekuda.declare("nekuda", stack);

test("a key of a key pair in the place of the token: the preview fails and says which token", async () => {
  stack.secrets.push("sk_test_0123456789abcdef");
  stack.environment = { ...stack.emulator.environment(), NEKUDA_TOKEN: "sk_test_0123456789abcdef" };
  const run = await stack.failing("preview", program);
  expect(run.errors("nekuda")).toContain(
    "NEKUDA_TOKEN in the environment is a key of a key pair, which manages no keys: set the token that signing in",
  );
  expect(run.sent()).toEqual([]);
});

test("an expired token: a warning in preview, an error in up before any request", async () => {
  const expired = stack.emulator.tokens.issue("nekuda", { expiresInMs: -60_000 });
  stack.environment = { ...stack.emulator.environment(), NEKUDA_TOKEN: expired };
  const preview = await stack.preview(program);
  expect(preview.output).toMatch(
    /nekuda: NEKUDA_TOKEN in the environment expired at \S+Z: sign in to nekuda again and set the new token/,
  );
  const run = await stack.failing("up");
  expect(run.errors("nekuda")).toMatch(/NEKUDA_TOKEN in the environment expired at \S+Z: sign in to nekuda again/);
  expect(run.sent()).toEqual([]);
});
