/** Which tokens of Devin a run refuses before it sends anything. */
import { expect, test } from "@jest/globals";
import { keyCases } from "../../../e2e/harness/keys";
import { sharedStack } from "../../../e2e/harness/stack";

const stack = sharedStack();
const program = async () => void keyCases.devin.declare("devin", stack);

test("a token that cannot manage keys: the preview fails and says which can", async () => {
  const cog = stack.emulator.tokens.issue("devin", { kind: "cog" });
  stack.environment = { ...stack.emulator.environment(), DEVIN_ENTERPRISE_API_KEY: cog };
  const run = await stack.failing("preview", program);
  expect(run.errors("devin")).toMatch(
    /DEVIN_ENTERPRISE_API_KEY in the environment cannot manage keys: .* begins with "apk_user_"/,
  );
  expect(run.sent()).toEqual([]);
});
