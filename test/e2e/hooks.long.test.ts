/** Hooks that try a new key before another is revoked: the program of docs/operate/try-before-revoke.md, and what it says of hooks. */
import { describe, expect, test } from "@jest/globals";
import { ErrorHook, ResourceHook, type ResourceHookBinding } from "@pulumi/pulumi";
import { type Fault, ok, reset, status } from "../../emulator/index";
import { codeBlocks } from "../docs/code-blocks";
import { programOf } from "../docs/program-of";
import { kits } from "../vendors/index";
import { keyCases, keyId } from "./harness/keys";
import { freshStack } from "./harness/stack";
import type { TestStack } from "./harness/test-stack";

const dayMs = 86_400_000;
const refusal = /before hook ".+" failed: the new key is refused \(HTTP 403\), so no key is revoked/;
/** The engine's default, as a person runs it without `--continue-on-error`. */
const atOnce = { continueOnError: false };

function live(stack: TestStack): string[] {
  return stack.ledger
    .liveKeys()
    .map(({ id }) => id)
    .toSorted();
}

describe("the program of docs/operate/try-before-revoke.md", () => {
  const stack = freshStack();
  const ids = () => [keyId(stack, "builds"), keyId(stack, "reports")];
  const serviceAnswers = (fault: Fault) => stack.emulator.script("kosli", "GET /emulator/authenticate", fault);

  async function firstUp(): Promise<void> {
    const [text = ""] = codeBlocks("docs/operate/try-before-revoke.md", "ts");
    await stack.configure({ "e2e:tryUrl": `${stack.emulator.urls.kosli}/emulator/authenticate` });
    await stack.up(async () => programOf(text, stack.emulator)());
  }

  test("revokes the replaced and the previous key in the same runs as without hooks, when the new ones are accepted", async () => {
    await firstUp();
    stack.goTo(30 * dayMs);
    await stack.up();
    expect(live(stack)).toHaveLength(3);
    stack.goTo(32 * dayMs);
    await stack.up();
    expect(live(stack)).toEqual(ids().toSorted());
    // The hooks asked the service once for each of the two new keys.
    expect(stack.ledger.calls({ route: "GET /emulator/authenticate", status: 200 })).toHaveLength(2);
    expect((await stack.failing("destroy")).output).toMatch(/delete hooks registered, but the program is not running/);
    await stack.destroy(undefined, { runProgram: true });
    expect(live(stack)).toEqual([]);
  });

  test("keeps the replaced and the previous key while the new ones are refused, and says so; goes on when they are accepted", async () => {
    await firstUp();
    const previous = ids();
    serviceAnswers(status(403));
    stack.goTo(30 * dayMs);
    const refused = await stack.failing("up", undefined, atOnce);
    expect(refused.errors("builds")).toMatch(refusal);
    const four = [...previous, ...ids()].toSorted();
    expect(live(stack)).toEqual(four);
    expect((await stack.failing("up", undefined, atOnce)).errors("builds")).toMatch(refusal);

    // The overlap is over.
    stack.goTo(32 * dayMs);
    const late = await stack.failing("up", undefined, atOnce);
    expect(late.errors("reports")).toMatch(refusal);
    expect(live(stack)).toEqual(four);

    serviceAnswers({ commits: true });
    expect((await stack.up()).steps).toEqual({ builds: ["same", "delete-replaced"], reports: ["update"] });
    expect(live(stack)).toEqual(ids().toSorted());
    const values = Object.values(await stack.values()).map(String);
    expect(values.map((value) => stack.ledger.authenticates(value))).toEqual([true, true]);
  });

  test("is destroyed while a new key is refused, when nothing is tried", async () => {
    await firstUp();
    serviceAnswers(status(403));
    stack.goTo(30 * dayMs);
    await stack.failing("up", undefined, atOnce);
    await stack.configure({ "e2e:tryUrl": "" });
    await stack.destroy(undefined, { runProgram: true });
    expect(live(stack)).toEqual([]);
  });
});

describe("hooks", () => {
  const stack = freshStack();
  /** A key with a hook that refuses once a second key is minted, or without a hook. */
  const program = (kind?: keyof ResourceHookBinding, overlap?: string) => async () => {
    const hook = new ResourceHook("try", () => {
      if (stack.ledger.mints.length > 1) throw new Error("refused");
    });
    const rotation = { every: "30d", ...(overlap && { overlap }) };
    keyCases.kosli.declare("key", stack, { rotation }, kind && { hooks: { [kind]: [hook] } });
  };

  test("afterCreate keeps the replaced key for one run only, and not with --continue-on-error", async () => {
    await stack.up(program("afterCreate"));
    const first = keyId(stack, "key");
    stack.goTo(30 * dayMs);
    const run = await stack.failing("up", undefined, atOnce);
    expect(run.errors("key")).toBe('after hook "try" failed: refused');
    const second = keyId(stack, "key");
    expect(live(stack)).toEqual([first, second].toSorted());
    await stack.up();
    expect(live(stack)).toEqual([second]);
    stack.goTo(60 * dayMs);
    await stack.failing("up", undefined, { continueOnError: true });
    expect(live(stack)).toEqual([keyId(stack, "key")]);
  });

  test("afterUpdate fails the run, but the previous key is revoked after its overlap", async () => {
    await stack.up(program("afterUpdate", "24h"));
    stack.goTo(30 * dayMs);
    expect((await stack.failing("up")).errors("key")).toBe('after hook "try" failed: refused');
    expect((await stack.up()).steps).toEqual({ key: ["same"] });
    expect(live(stack)).toHaveLength(2);
    stack.goTo(32 * dayMs);
    await stack.failing("up");
    expect(live(stack)).toEqual([keyId(stack, "key")]);
  });

  test("beforeDelete counts from the up after the one that adds it, and is taken out in two steps", async () => {
    await stack.up(program());
    stack.goTo(30 * dayMs);
    await stack.up(program("beforeDelete"));
    expect(live(stack)).toEqual([keyId(stack, "key")]);
    const removed = await stack.failing("up", async () => {});
    expect(removed.errors("key")).toBe('hook "try" was not registered');
    expect(live(stack)).toHaveLength(1);
    await stack.up(program());
    await stack.up(async () => {});
    expect(live(stack)).toEqual([]);
  });

  test("beforeDelete that refuses for long keeps every key, until it passes", async () => {
    await stack.up(program("beforeDelete"));
    for (const day of [30, 60]) {
      stack.goTo(day * dayMs);
      await stack.failing("up", undefined, atOnce);
    }
    expect(live(stack)).toHaveLength(3);
    await stack.up(async () => {
      const hook = new ResourceHook("try", () => {});
      keyCases.kosli.declare("key", stack, { rotation: { every: "30d" } }, { hooks: { beforeDelete: [hook] } });
    });
    expect(live(stack)).toEqual([keyId(stack, "key")]);
  });
});

describe("an `onError` hook that has a create tried again", () => {
  const stack = freshStack();
  const { mint, list } = kits.kosli.routes;

  test("settles the mint that was lost before another is made", async () => {
    stack.emulator.script("kosli", mint, [reset("after-commit"), ok]);
    stack.emulator.script("kosli", list, [ok, status(501), ok]);
    let asked = 0;
    await stack.up(async () => {
      const again = new ErrorHook("again", async () => ++asked < 3);
      keyCases.kosli.declare("key", stack, {}, { hooks: { onError: [again] } });
    });
    expect(asked).toBe(1);
    expect(stack.ledger.mints).toHaveLength(2);
    expect(live(stack)).toEqual([keyId(stack, "key")]);
  });
});
