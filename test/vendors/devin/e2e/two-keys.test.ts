/** Which requests two keys of one run share. */
import { describe, expect, test } from "@jest/globals";
import { keyCases } from "../../../e2e/harness/keys";
import { sharedStack } from "../../../e2e/harness/stack";

describe("two Devin keys in one up", () => {
  const stack = sharedStack();

  test("share their lists, and ask only once in a run which key asks and whether new keys answer", async () => {
    const { declare } = keyCases.devin;
    const run = await stack.up(async () => {
      declare("one", stack);
      declare("other", stack);
    });
    const sent = (request: string) => run.sent().filter((one) => one === request).length;
    expect(sent("GET /v2/enterprise/self")).toBe(2);
    expect(sent("POST /v2/enterprise/api-keys")).toBe(2);
    // One list before each mint, and at most two after it.
    expect(sent("GET /v2/enterprise/api-keys")).toBeLessThanOrEqual(6);
    const ids = ["one", "other"].map((name) => stack.state(name).outputs.keyId);
    expect(ids.toSorted()).toEqual(
      stack.ledger
        .liveKeys()
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});
