/** `--target`: a run for one resource alone. That is a key, or a resource whose output is an input of a key. */
import { describe, expect, test } from "@jest/globals";
import { Consumer } from "./harness/consumer";
import { keyCases } from "./harness/keys";
import { freshStack } from "./harness/stack";
import { named, opened } from "./harness/state";

const dayMs = 86_400_000;

describe("a key that is targeted alone", () => {
  const stack = freshStack();
  const program = (rotation: object) => async () => {
    new Consumer("consumer", keyCases.kosli.declare("key", stack, { rotation }).value);
  };
  const used = async () => String(opened(named(await stack.exported(), "consumer").outputs.uses));

  test.each([
    ["--target-replace, with an overlap", { every: "30d", overlap: "24h" }, 0, true],
    ["--target on the day it is due, without an overlap", { every: "30d" }, 30, false],
  ])(
    "%s: what uses it keeps the revoked key, unless its dependents are targeted too",
    async (_, rotation, day, replace) => {
      for (const targetDependents of [false, true]) {
        await stack.up(program(rotation));
        stack.goTo(day * dayMs);
        const target = [stack.state("key").urn];
        await stack.up(undefined, { target, targetDependents, ...(replace && { replace: target }) });
        expect(stack.ledger.authenticates(await used())).toBe(targetDependents);
        await stack.destroy();
        stack.goTo(0);
      }
    },
  );
});

describe("a destroy that targets a resource whose output is an input of a key", () => {
  const stack = freshStack();
  const destroy = (name: string) => ({ target: [stack.state(name).urn], targetDependents: true });

  test.each([false, true])("revokes the key, unless `adopt` stands: %s", async (adopts) => {
    const legacy = stack.emulator.strangers.mint("kosli");
    await stack.up(async () => {
      const { made } = new Consumer("source", "", "ci");
      keyCases.kosli.declare("key", stack, { serviceAccount: made, ...(adopts && { adopt: { keyId: legacy.id } }) });
    });
    const { keyId: id } = stack.state("key").outputs;
    if (adopts) {
      const run = await stack.failing("destroy", undefined, destroy("source"));
      expect(run.errors("key")).toMatch(/was not revoked\. `adopt` in the program names key/);
      expect(stack.ledger.liveKeys().map((key) => key.id)).toContain(id);
      await stack.destroy(undefined, destroy("key"));
    } else await stack.destroy(undefined, destroy("source"));
    expect(stack.ledger.liveKeys().map((key) => key.id)).not.toContain(id);
    await stack.destroy();
  });
});
