/** A wrong name of a place: the vendor refuses, and the message says which name may be wrong. */
import { describe, expect, test } from "@jest/globals";
import { keyCases } from "../../../e2e/harness/keys";
import { sharedStack } from "../../../e2e/harness/stack";

describe("an up whose names lead elsewhere", () => {
  const stack = sharedStack();

  test("to an organization of Devin's that is not there", async () => {
    const run = await stack.failing("up", async () => {
      keyCases.devin.declare("devin", stack, { orgId: "org-nope" });
    });
    expect(run.errors("devin")).toMatch(/organization `org-nope` (exists, and that|is not yours)/);
    expect(stack.ledger.mints).toEqual([]);
  });
});
