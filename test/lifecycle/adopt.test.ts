/** `adopt`: which key may be adopted, with which value, and what holds while `adopt` is in the program. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { body, ok, reset, status } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { marked, toldByKeys, unmarked } from "../vendors/chosen";
import { vendorsThat } from "../vendors/every-vendor";

let world: OneStack;
afterEach(() => world.close());

describe("an answer about another key", () => {
  test.each(vendorsThat(({ routes }) => routes.find !== undefined))("is not adopted: %s", async (vendor) => {
    world = await OneStack.open(vendor);
    const { emulator } = world;
    const [asked, other] = [emulator.strangers.mint(vendor), emulator.strangers.mint(vendor)];
    world.script("find", body({ json: await world.rowOf(other.id) }));
    const { errors } = await world.up(world.program({ adopt: { keyId: asked.id } }));
    expect(errors).toEqual([expect.stringContaining("the answer is about another key")]);
    expect(world.stack.records).toEqual([]);
  });

  test("does not end a destroy", async () => {
    world = await OneStack.open(toldByKeys);
    const { emulator } = world;
    await world.up();
    const other = emulator.strangers.mint(toldByKeys);
    world.script("revoke", {
      ...body({ json: { id: other.id, is_revoked: true } }, 200),
      commits: false,
    });
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringContaining("the answer is about another key")]);
    expect(world.stack.records).toHaveLength(1);
  });
});

test.each(["with", "without"])(
  "a key that is revoked while it is looked at is not adopted: %s its value",
  async (how) => {
    world = await OneStack.open(marked);
    const { emulator } = world;
    const key = emulator.strangers.mint(marked);
    const gone = { ...status(404), body: { json: { message: "API key not found" } } };
    // Where `adopt` has a value, the provider first reads the key by its value.
    world.script("find", ...(how === "with" ? [ok] : []), ok, ok, gone);
    const adopt = { keyId: key.id, ...(how === "with" && { value: emulator.ledger.valueOf(key) }) };
    const { errors } = await world.up(world.program({ adopt }));
    expect(errors).toEqual([expect.stringContaining("it has been revoked just now: remove `adopt`")]);
    expect(world.stack.records).toEqual([]);
  },
);

describe("the value of an adopted key that is told later", () => {
  test("is taken in the run that retires the previous key, too", async () => {
    world = await OneStack.open(unmarked);
    const previous = await world.onlyThePreviousLives();
    const key = world.emulator.strangers.mint(unmarked);
    const adopting = (value?: string) => ({
      rotation: { trigger: "two", overlap: "24h" },
      adopt: { keyId: key.id, ...(value !== undefined && { value }) },
    });
    const adopted = await world.up(world.program(adopting()));
    expect(adopted.said).toContain("ci: no key is in use: `pulumi up` adopts the key that `adopt` names; previous key");
    world.day = 2;
    const value = world.emulator.ledger.valueOf(key);
    const { said } = await world.up(world.program(adopting(value)));
    expect(said).toContain(`ci: takes the value in \`adopt\`; revokes key ${previous}`);
    expect(world.record().outputs).toMatchObject({ keyId: key.id, apiKey: value });
    expect(world.live).toEqual([key.id]);
  });

  test("another than the one on record is not taken, and that is said", async () => {
    world = await OneStack.open(marked);
    const { emulator } = world;
    const [key, other] = [emulator.strangers.mint(marked), emulator.strangers.mint(marked)];
    const adopting = (of: typeof key) =>
      world.program({ adopt: { keyId: key.id, value: emulator.ledger.valueOf(of) } });
    world.isValueMistold = true;
    await world.up(adopting(other));
    const { said, changes } = await world.up(adopting(key));
    expect(changes).toEqual([]);
    expect(said).toContain("ci: `adopt.value` differs from the value on record, which stays.");
    expect(said).not.toContain("may be removed");
  });
});

test("an adopted key is not shown as rotating while a part of `adopt` is not known yet", async () => {
  world = await OneStack.open(toldByKeys);
  const { emulator } = world;
  const { id } = emulator.strangers.mint(toldByKeys);
  const rotation = { every: "90d" };
  await world.up(world.program({ adopt: { keyId: id }, rotation }));
  world.day = 91;
  const news = world.program({ adopt: { keyId: id, value: unknownValue }, rotation }).get("ci") ?? {};
  const { outputs } = world.record();
  await world.run(async (provider) => {
    expect(await provider.diff(urnOf("ci"), id, outputs, news)).toMatchObject({ replaces: [] });
    return nothingDone;
  });
});

describe("a key that is adopted anew", () => {
  test("is not revoked by the delete that comes before, as with `deleteBeforeReplace`", async () => {
    world = await OneStack.open(marked);
    const { emulator } = world;
    const key = emulator.strangers.mint(marked);
    const program = world.program({ adopt: { keyId: key.id, value: emulator.ledger.valueOf(key) } });
    await world.up(program);
    const { id, outputs } = world.record();
    await world.run(async (provider) => {
      const [news = {}] = program.values();
      // As after a taint: the engine asks for no diff.
      await provider.check(urnOf("ci"), {}, news);
      await expect(provider.delete(urnOf("ci"), id, outputs)).rejects.toThrow(
        /was not revoked\. `adopt` in the program names key .*Steps: \S+#a-run-deletes-before-it-adopts$/,
      );
      return nothingDone;
    });
    expect(world.live).toEqual([key.id]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

test.each(["the previous key", "its own, renamed"])(
  "a delete before its create spares the key to be adopted: %s",
  async (which) => {
    world = await OneStack.open(marked);
    await world.up(world.rotating("one"));
    await world.up(world.rotating("two"));
    const { id, outputs } = world.record();
    const live = world.live;
    const keyId = which === "the previous key" ? outputs.previousKeyId : outputs.keyId;
    const [news = {}] = world.program({ adopt: { keyId }, origin: { name: "renamed", hash: "00112233" } }).values();
    await world.run(async (provider) => {
      await provider.check(urnOf("renamed"), {}, news);
      await expect(provider.delete(urnOf("renamed"), id, outputs)).rejects.toThrow(
        /was not revoked\. `adopt` in the program names key/,
      );
      return nothingDone;
    });
    expect(world.live).toEqual(live);
  },
);

test("beside a pending mint, a key of another account is refused by its id, not by the credentials", async () => {
  world = await OneStack.open(toldByKeys);
  const { emulator } = world;
  const { id } = emulator.strangers.mint(toldByKeys);
  world.script("mint", reset("after-commit"), ok);
  world.script("list", ok, status(501));
  await world.up();
  const row = (await world.rowOf(id)) as object;
  world.script("find", body({ json: { ...row, org_id: "others" } }));
  const { errors } = await world.up(world.program({ adopt: { keyId: id } }));
  expect(errors).toEqual([
    expect.stringMatching(
      /belongs to account others, but this resource belongs to account \S+: correct `adopt\.keyId`\. The key in/,
    ),
  ]);
});
