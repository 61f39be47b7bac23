/** What the engine does without showing us a record, or with an old config. docs/operate/engine-options.md warns of each case. */
import { describe, expect, test } from "@jest/globals";
import { ok, reset } from "../../emulator/index";
import { marked, toldByKeys } from "../vendors/chosen";
import { kits } from "../vendors/index";
import { configKey } from "../way-in";
import { keyCases } from "./harness/keys";
import { freshStack } from "./harness/stack";

const { routes } = kits[toldByKeys];

const tokenKey = configKey(toldByKeys, kits[toldByKeys].definition.account.token.config);

describe("a run without the program", () => {
  const stack = freshStack();

  test("sees the config as the last up wrote it, and says what helps", async () => {
    const { NEKUDA_TOKEN: first = "", ...environment } = stack.environment;
    stack.environment = environment;
    await stack.configure({ [tokenKey]: first });
    const program = async () => void keyCases[toldByKeys].declare("key", stack);
    await stack.up(program);
    stack.emulator.tokens.revoke(first);
    await stack.configure({ [tokenKey]: stack.emulator.tokens.issue(toldByKeys) });
    for (const operation of ["refresh", "destroy"] as const)
      expect((await stack.failing(operation)).errors("key")).toMatch(/To use newer config.*, add `--run-program`/);
    await stack.destroy(program, { runProgram: true });
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});

describe("a record that the engine does not show", () => {
  const stack = freshStack();
  const live = () => stack.ledger.liveKeys(toldByKeys).map(({ id }) => id);

  test("of a key with `deletedWith`: it is forgotten where the other resource is replaced", async () => {
    const program = (name: string) => async () => {
      const { resource } = keyCases[marked].declare("other", stack, { description: name });
      keyCases[toldByKeys].declare("key", stack, { name, marker: false }, { deletedWith: resource });
    };
    await stack.up(program("one"));
    await stack.up(program("two"));
    expect(live()).toHaveLength(2);
    await stack.destroy();
    expect(live()).toHaveLength(2);
  });

  test("of a key with `retainOnDelete`: the previous key is forgotten with it", async () => {
    const program = (trigger: string) => async () => {
      const rotation = { trigger, overlap: "24h" };
      keyCases[toldByKeys].declare("key", stack, { rotation }, { retainOnDelete: true });
    };
    const before = live().length;
    await stack.up(program("one"));
    await stack.up(program("two"));
    await stack.destroy();
    expect(live()).toHaveLength(before + 2);
  });

  test("of a protected holder: a destroy revokes its key, unless it refreshes first", async () => {
    for (const refresh of [true, false]) {
      const { id } = stack.emulator.strangers.mint(toldByKeys, { name: "for tests" });
      await stack.up(async () => {
        keyCases[toldByKeys].declare("one", stack, { adopt: { keyId: id } });
        keyCases[toldByKeys].declare("other", stack, { adopt: { keyId: id } }, { protect: true });
      });
      await stack.failing("destroy", undefined, { refresh });
      expect(live().includes(id)).toBe(refresh);
      await stack.command("state", "delete", stack.state("other").urn, "--yes", "--force");
    }
  });

  test("of a mint that is pending: `replaceWith` mints another", async () => {
    stack.emulator.script(toldByKeys, routes.mint, [reset("after-commit"), ok]);
    const program = (description: string) => async () => {
      const { resource } = keyCases[marked].declare("other", stack, { description });
      keyCases[toldByKeys].declare("key", stack, { marker: false }, { replaceWith: [resource] });
    };
    const before = live().length;
    await stack.failing("up", program("one"));
    await stack.failing("up", program("two"));
    expect(live()).toHaveLength(before + 2);
  });
});
