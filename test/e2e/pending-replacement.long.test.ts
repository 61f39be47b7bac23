/** Replacements that the engine asks for while a mint is pending: when the replaced key stays, and when another key is minted. */
import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { ok, reset, status } from "../../emulator/index";
import { toldByKeys } from "../vendors/chosen";
import { kits } from "../vendors/index";
import { keyCases } from "./harness/keys";
import { leaksIn } from "./harness/leaks";
import { freshStack } from "./harness/stack";

const { routes } = kits[toldByKeys];

describe("beside a mint that is not settled", () => {
  const stack = freshStack();
  const declare =
    (args: object, options: object = {}, name = "key") =>
    async () => {
      keyCases[toldByKeys].declare(name, stack, args, options);
    };
  const live = () => stack.ledger.liveKeys(toldByKeys).map(({ id }) => id);
  const onError = { continueOnError: true };
  beforeEach(() => {
    for (const route of Object.values(routes)) stack.emulator.script(toldByKeys, route, ok);
  });
  const lose = () => {
    stack.emulator.script(toldByKeys, routes.mint, [reset("after-commit"), ok]);
    stack.emulator.script(toldByKeys, routes.list, [ok, status(501)]);
  };

  test("`--continue-on-error` revokes no replaced key when its successor's inputs change once more", async () => {
    await stack.up(declare({ name: "one" }));
    const [inUse] = live();
    lose();
    await stack.failing("up", declare({ name: "two" }), onError);
    stack.emulator.script(toldByKeys, routes.list, ok);
    stack.emulator.script(toldByKeys, routes.mint, [status(422), ok]);
    await stack.failing("up", declare({ name: "three" }), onError);
    expect(live()).toEqual([inUse]);
    await stack.up();
    await stack.up();
    expect((await stack.up()).steps).toEqual({ key: ["same"] });
    expect(live()).toEqual([stack.state("key").outputs.keyId]);
  });

  test("`--continue-on-error` revokes no replaced key when the run that replaces it also renames the resource", async () => {
    await stack.up(declare({ name: "one" }));
    const [inUse] = live();
    lose();
    await stack.failing("up", declare({ name: "two" }, { aliases: [{ name: "key" }] }, "renamed"), onError);
    expect(live()).toContain(inUse);
  });

  test("a later run that renames the resource revokes the replaced key, as docs/operate/engine-options.md says", async () => {
    await stack.up(declare({ name: "one" }));
    const [inUse] = live();
    lose();
    await stack.failing("up", declare({ name: "two" }), onError);
    expect(live()).toContain(inUse);
    await stack.failing("up", declare({ name: "two" }, { aliases: [{ name: "key" }] }, "renamed"), onError);
    expect(live()).not.toContain(inUse);
  });

  test("a taint mints another key, and the first mint is settled once its key is revoked by hand", async () => {
    stack.emulator.script(toldByKeys, routes.mint, [reset("after-commit"), ok]);
    const program = declare({ name: "one", marker: false });
    await stack.failing("up", program);
    const [candidate] = live();
    await stack.command("state", "taint", stack.state("key").urn, "--yes");
    const { output } = await stack.failing("up", program);
    expect(output).toContain(
      "Revoke by hand only keys of this record that nobody uses: the key that you know this mint has made",
    );
    for (const key of stack.ledger.keys) if (key.id === candidate) stack.emulator.strangers.revoke(key);
    await stack.up(program);
    expect(live()).toEqual([stack.state("key").outputs.keyId]);
  });

  test('`replaceOnChanges: ["*"]` mints nothing, since it takes a failure for a change', async () => {
    lose();
    const program = declare({ name: "one" }, { replaceOnChanges: ["*"] });
    await stack.failing("up", program);
    stack.emulator.script(toldByKeys, routes.list, ok);
    const minted = stack.ledger.mints.length;
    const run = await stack.failing("up", program);
    expect(run.errors("key")).toContain('`"*"` in `replaceOnChanges` asks for a second key');
    expect(stack.ledger.mints).toHaveLength(minted);
    await stack.up(declare({ name: "one" }, { replaceOnChanges: ["name"] }));
    expect(live()).toEqual([stack.state("key").outputs.keyId]);
  });

  test("`pendingReplacement` in the state tells a record that `deleteBeforeReplace` has deleted, and a taint mints", async () => {
    lose();
    const program = declare({ name: "one" }, { deleteBeforeReplace: true });
    await stack.failing("up", program);
    const { urn } = stack.state("key");
    stack.emulator.script(toldByKeys, routes.list, ok);
    stack.emulator.script(toldByKeys, routes.mint, [status(422), ok]);
    await stack.failing("up", program, { replace: [urn] });
    expect(live()).toEqual([]);
    expect(stack.state("key")).toMatchObject({ pendingReplacement: true });
    const refused = await stack.failing("up", program);
    expect(refused.errors("key")).toContain('Only if `pulumi stack export` shows `"pendingReplacement": true`');
    expect(live()).toEqual([]);
    await stack.command("state", "taint", urn, "--yes");
    await stack.up(program);
    expect(live()).toEqual([stack.state("key").outputs.keyId]);
  });

  test("a secret input of the pending mint stays encrypted when the program now has a plain input", async () => {
    const secret = "zzcanary the merger with initech";
    const rotation = (trigger: string) => ({ rotation: { trigger, overlap: "24h" } });
    await stack.up(declare({ description: pulumi.secret(secret), ...rotation("one") }));
    stack.emulator.script(toldByKeys, routes.mint, [reset("after-commit"), ok]);
    stack.emulator.script(toldByKeys, routes.list, [ok, ok, status(501)]);
    await stack.failing("up", declare({ description: pulumi.secret(secret), ...rotation("two") }));
    stack.emulator.script(toldByKeys, routes.list, ok);
    const before = leaksIn({ state: JSON.stringify(stack.state("key")) }, [secret]);
    const run = await stack.failing("up", declare({ description: "public words", ...rotation("two") }));
    expect(run.errors("key")).toContain("Run `pulumi up` again: it replaces key");
    const after = leaksIn({ state: JSON.stringify(stack.state("key")) }, [secret]);
    expect({ before, after }).toEqual({ before: [], after: [] });
  });
});
