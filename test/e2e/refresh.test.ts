/** What comes after a refresh: the engine's diff after each read, then the up or the destroy of the same run. */
import { beforeEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import { marked } from "../vendors/chosen";
import { kits } from "../vendors/index";
import { keyCases, keyId } from "./harness/keys";
import { freshStack } from "./harness/stack";

const dayMs = 86_400_000;
const { routes } = kits[marked];

const stack = freshStack();
const declare =
  (args: object, name = "key") =>
  async () => {
    keyCases[marked].declare(name, stack, args);
  };
const live = () => stack.ledger.liveKeys(marked).map(({ id }) => id);
beforeEach(() => {
  for (const route of Object.values(routes)) stack.emulator.script(marked, route, ok);
});

describe("a destroy with a refresh", () => {
  test("revokes the previous key where the key in use has gone", async () => {
    const rotating = (trigger: string) => declare({ rotation: { trigger, overlap: "48h" } });
    await stack.up(rotating("one"));
    await stack.up(rotating("two"));
    const gone = stack.ledger.keys.find(({ id }) => id === keyId(stack, "key"));
    if (!gone) throw new Error("the vendor has the key");
    stack.emulator.strangers.revoke(gone);
    expect(live()).toHaveLength(1);
    await stack.destroy(undefined, { refresh: true });
    expect(live()).toEqual([]);
  });
});

describe("a key that is due", () => {
  const daily = declare({ rotation: { every: "30d", overlap: "24h" } });

  test.each(["false", "true"])("rotates in an up with a refresh; with the legacy diff: %s", async (legacy) => {
    stack.environment = { ...stack.environment, PULUMI_ENABLE_LEGACY_REFRESH_DIFF: legacy };
    await stack.up(daily);
    const first = keyId(stack, "key");
    stack.goTo(30 * dayMs);
    const found = await stack.refresh();
    expect(found.output).not.toContain("a new key is minted");
    const run = await stack.up(daily, { refresh: true });
    expect(run.output).toContain(`key ${first} is 30 days old: a new key is minted`);
    expect(keyId(stack, "key")).not.toBe(first);
    expect(stack.state("key").outputs.previousKeyId).toBe(first);
  });
});

test("a pending mint is settled by `adopt` with the inputs as they have been edited since", async () => {
  stack.emulator.script(marked, routes.mint, [reset("after-commit"), ok]);
  stack.emulator.script(marked, routes.list, [ok, status(501)]);
  const unmarked = (args: object) => declare({ marker: false, ...args }, "edited");
  await stack.failing("up", unmarked({ description: "first" }));
  const [lost] = live();
  stack.emulator.script(marked, routes.list, ok);
  await stack.failing("up", unmarked({ description: "edited" }));
  const told = await stack.failing("up", unmarked({ description: "edited", adopt: { keyId: lost } }));
  expect(told.errors("edited")).toContain("Remove `adopt`, then run `pulumi up` again: it replaces key");
  expect(keyId(stack, "edited")).toBe(lost);
  const beside = await stack.failing("up", unmarked({ description: "edited", adopt: { keyId: lost } }));
  expect(beside.errors("edited")).toContain("a change here mints a new key and revokes the adopted key.");
  await stack.up(unmarked({ description: "edited" }));
  expect(live()).toEqual([keyId(stack, "edited")]);
});
