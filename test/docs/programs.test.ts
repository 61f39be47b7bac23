/** The README's programs run as they stand there: their keys are minted, kept and revoked on the real engine. */
import { describe, expect, test } from "@jest/globals";
import { freshStack } from "../e2e/harness/stack";
import { codeBlocks } from "./code-blocks";
import { programOf } from "./program-of";

describe("the README's programs", () => {
  const stack = freshStack();

  test("mint their keys, change nothing the second time, and revoke them", async () => {
    const legacy = stack.emulator.strangers.mint("kosli", { description: "Made by hand" });
    const programs = codeBlocks("README.md", "ts").map((text) => programOf(text, stack.emulator));
    const all = async () => Object.assign({}, ...programs.map((program) => program()));
    await stack.configure({ "e2e:legacyKeyId": legacy.id });
    expect(Object.values((await stack.up(all)).steps)).toEqual(programs.map(() => ["create"]));
    expect(stack.ledger.liveKeys()).toHaveLength(programs.length);
    const again = await stack.up(all);
    expect([Object.values(again.steps), again.sent()]).toEqual([programs.map(() => ["same"]), []]);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
