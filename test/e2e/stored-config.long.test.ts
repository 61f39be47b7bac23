/**
 * A refresh, a destroy, and an up whose program has no key left see the config as the last up wrote it. Their messages about tokens name
 * only steps that help in such a run.
 */
import { describe, expect, test } from "@jest/globals";
import { configKey } from "../way-in";
import { keyCases } from "./harness/keys";
import { sharedStack } from "./harness/stack";
import type { TestStack } from "./harness/test-stack";

const tokenKey = configKey("kosli", "apiToken");

const one = (stack: TestStack) => async () => {
  keyCases.kosli.declare("kosli", stack);
};
const none = async () => {};

/** The environment without the token. */
function withoutToken({ emulator }: TestStack): Record<string, string> {
  const { KOSLI_API_TOKEN: _, ...others } = emulator.environment();
  return others;
}

describe("a token that was set in the config after the last up", () => {
  const stack = sharedStack();
  const missing =
    "no Kosli token: set KOSLI_API_TOKEN in the environment. This command reads the config of the last `pulumi up`.";

  test("is not seen by a refresh, a destroy, and an up whose program has no key left: they name what helps", async () => {
    await stack.up(one(stack));
    await stack.configure({ [tokenKey]: stack.emulator.tokens.kosli });
    stack.environment = withoutToken(stack);
    const refresh = await stack.failing("refresh");
    expect(refresh.errors("kosli")).toContain(
      `${missing} To use newer config, add \`--run-program\`. Nothing was sent.`,
    );
    for (const run of [await stack.failing("destroy"), await stack.failing("up", none)]) {
      expect(run.errors("kosli")).toContain(
        `${missing} To use newer config in a \`pulumi destroy\`, add \`--run-program\`. In a \`pulumi up\`, only the environment helps. Nothing was sent.`,
      );
    }
    expect(stack.ledger.liveKeys("kosli")).toHaveLength(1);
  });

  test("is seen by a refresh with the program", async () => {
    await stack.refresh(one(stack), { runProgram: true });
  });

  test("is seen by a destroy with the program, as the message says", async () => {
    await stack.destroy(one(stack), { runProgram: true });
    expect(stack.ledger.liveKeys("kosli")).toEqual([]);
  });
});

describe("a token of the config that was replaced after the last up, and revoked", () => {
  const stack = sharedStack();
  const rejected = `Kosli does not accept the token of ${tokenKey} in the config: set a valid one in the environment. This command reads the config of the last \`pulumi up\`.`;

  test("is rejected in a run that does not see the other one, and the environment helps", async () => {
    const [first, second] = [stack.emulator.tokens.issue("kosli"), stack.emulator.tokens.issue("kosli")];
    await stack.configure({ [tokenKey]: first });
    stack.environment = withoutToken(stack);
    await stack.up(one(stack));
    await stack.configure({ [tokenKey]: second });
    stack.emulator.tokens.revoke(first);
    const refresh = await stack.failing("refresh");
    expect(refresh.errors("kosli")).toContain(rejected);
    const run = await stack.failing("up", none);
    expect(run.errors("kosli")).toContain(rejected);
    expect(run.errors("kosli")).toContain("In a `pulumi up`, only the environment helps.");
    stack.environment = { ...stack.environment, KOSLI_API_TOKEN: second };
    await stack.up(none);
    expect(stack.ledger.liveKeys("kosli")).toEqual([]);
  });

  test("is not used by an up whose program has a key left: such a run sees the config of now, and says nothing else", async () => {
    const [first, second] = [stack.emulator.tokens.issue("kosli"), stack.emulator.tokens.issue("kosli")];
    await stack.configure({ [tokenKey]: first });
    stack.environment = withoutToken(stack);
    await stack.up(async () => {
      for (const name of ["kosli", "second", "third"]) keyCases.kosli.declare(name, stack);
    });
    await stack.configure({ [tokenKey]: second });
    stack.emulator.tokens.revoke(first);
    await stack.up(async () => {
      for (const name of ["kosli", "second"]) keyCases.kosli.declare(name, stack);
    });
    expect(stack.ledger.liveKeys("kosli")).toHaveLength(2);
    stack.emulator.tokens.revoke(second);
    const run = await stack.failing("up", one(stack));
    expect(run.errors("second")).toContain(`the token of ${tokenKey} in the config: set a valid one. The key stays`);
    await stack.configure({ [tokenKey]: stack.emulator.tokens.kosli });
    await stack.destroy(one(stack), { runProgram: true });
  });
});
