/** What the engine decides in a replacement: with which inputs the new key is minted, and whether the replaced key is revoked first. */
import { expect, test } from "@jest/globals";
import { keyCases, keyId } from "./harness/keys";
import { freshStack } from "./harness/stack";

const stack = freshStack();
const declare =
  (args: object, options: object = {}) =>
  async () => {
    keyCases.kosli.declare("key", stack, args, options);
  };
const live = () => stack.ledger.liveKeys("kosli").map(({ id }) => id);
/** The methods of the mints and revokes, in their order. */
const changes = () =>
  stack.ledger
    .calls()
    .map(({ method }) => method)
    .filter((method) => method !== "GET");

test("an adopted key with `deleteBeforeReplace` is not revoked by a taint", async () => {
  const { id } = stack.emulator.strangers.mint("kosli");
  const program = declare({ adopt: { keyId: id } }, { deleteBeforeReplace: true });
  await stack.up(program);
  await stack.command("state", "taint", stack.state("key").urn, "--yes");
  const run = await stack.failing("up", program, { continueOnError: false });
  expect(run.errors("key")).toContain(`key ${id} was not revoked. \`adopt\` in the program names key ${id}`);
  expect(live()).toEqual([id]);
  await stack.up(declare({}, { deleteBeforeReplace: true }));
  expect(live()).toEqual([keyId(stack, "key")]);
  await stack.destroy();
});

test.each(["verbatim", "default"])(
  "`pulumi:autonaming` of mode %s: whether the replaced key is revoked first",
  async (mode) => {
    await stack.configure({ "pulumi:autonaming.mode": "verbatim" }, { path: true });
    await stack.configure({ "pulumi:autonaming.providers.pulumi-nodejs.mode": mode }, { path: true });
    await stack.up(declare({ description: "one" }));
    const before = changes().length;
    await stack.up(declare({ description: "two" }));
    expect(changes().slice(before)).toEqual(mode === "verbatim" ? ["DELETE", "POST"] : ["POST", "DELETE"]);
    await stack.destroy();
  },
);

test("`ignoreChanges` lasts until the key is replaced", async () => {
  const rotating = (trigger: string, expiresIn: string) =>
    declare({ expiresIn, rotation: { trigger } }, { ignoreChanges: ["expiresIn"] });
  await stack.up(rotating("one", "90d"));
  expect((await stack.up(rotating("one", "300d"))).steps.key).toEqual(["same"]);
  await stack.up(rotating("two", "300d"));
  const { createdAt, expiresAt } = stack.state("key").outputs as { createdAt: string; expiresAt: string };
  expect(Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000)).toBe(300);
});
