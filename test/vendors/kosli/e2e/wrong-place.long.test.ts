/** A wrong name of a place: the vendor refuses, and the message says which name may be wrong. */
import { describe, expect, test } from "@jest/globals";
import { keyCases } from "../../../e2e/harness/keys";
import { sharedStack } from "../../../e2e/harness/stack";

describe("an up whose names lead elsewhere", () => {
  const stack = sharedStack();

  test("to an organization of somebody else", async () => {
    stack.environment = { ...stack.environment, KOSLI_ORG: "acmee" };
    const run = await stack.failing("up", async () => {
      keyCases.kosli.declare("kosli", stack);
    });
    expect(run.errors("kosli")).toMatch(
      /HTTP 403 .* Set a token that may\. Or `acmee` is not your organization: correct the name\. No key was minted\./,
    );
  });

  test("to a service account that is not there", async () => {
    stack.environment = stack.emulator.environment();
    const { KOSLI_ORG: org } = stack.environment;
    const run = await stack.failing("up", async () => {
      keyCases.kosli.declare("kosli", stack, { serviceAccount: "nope" });
    });
    expect(run.errors("kosli")).toMatch(
      new RegExp(`HTTP 404 .*Make sure that service account \`nope\` in organization \`${org}\` exists, and that`),
    );
  });
});
