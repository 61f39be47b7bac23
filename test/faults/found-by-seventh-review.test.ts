/** What a seventh review has found: what the mends of the sixth had missed, and forms of answers that no vendor has excluded. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, status } from "../../emulator/index";
import { nothingDone, urnOf } from "./engine/simulated-stack";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const { devin, kosli } = vendorCases;
let world: OneStack;
afterEach(() => world.close());

test("after a refresh that asks for no diff, a renamed key still rotates", async () => {
  world = await OneStack.open("kosli");
  const { stack } = world;
  await world.up(world.rotating("one"));
  const old = world.record();
  await world.run(async (provider) => {
    const [wanted = {}] = world.rotating("two", { origin: { name: "renamed", hash: "00112233" } }).values();
    await provider.read(urnOf("ci"), old.id, old.outputs);
    const { inputs: news } = await provider.check(urnOf("renamed"), old.inputs, wanted);
    expect(await provider.diff(urnOf("renamed"), old.id, old.outputs, news)).toEqual({ changes: true, replaces: [] });
    const outputs = await provider.update(urnOf("renamed"), old.id, old.outputs, news);
    stack.resources.set("ci", { ...old, inputs: news, outputs, returned: outputs });
    return nothingDone;
  });
  expect(world.live).toHaveLength(2);
});

describe("where Devin lists values masked by x, as long as they are", () => {
  const masked = async () => {
    world = await OneStack.open("devin");
    Object.assign(world.emulator.switches.devin, { selfAnswersServiceKeys: 403, apiKeyValue: "masked by xxx" });
  };

  test("a new key is found", async () => {
    await masked();
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });

  test("a key is adopted with its value", async () => {
    await masked();
    const { emulator } = world;
    const key = emulator.strangers.mint("devin");
    const adopt = { keyId: key.id, value: emulator.ledger.valueOf(key) };
    expect((await world.up(world.program({ adopt }))).errors).toEqual([]);
    expect(world.record().outputs.keyId).toBe(key.id);
  });
});

test("`adopt` of the wrong key beside a mint whose value is kept says whose value speaks against it", async () => {
  world = await OneStack.open("devin");
  const { emulator } = world;
  // What lists show of the value settles nothing by itself where the vendor's dates are apart from ours.
  emulator.switches.devin.dateOffMs = 20_000;
  world.skewMs = 20_000;
  emulator.script("devin", devin.routes.list, [ok, status(501)]);
  expect((await world.up()).errors).toHaveLength(1);
  emulator.script("devin", devin.routes.list, ok);
  const other = emulator.strangers.mint("devin");
  const { errors } = await world.up(world.program({ adopt: { keyId: other.id } }));
  expect(errors).toEqual([
    expect.stringContaining(
      "the value that the state keeps of the open mint is not the value of this key: name another key in `adopt.keyId`",
    ),
  ]);
});

test("`adopt` settles a pending rotation of an adopted key, whatever the other inputs say by now", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  const key = emulator.strangers.mint("kosli");
  const adopt = { keyId: key.id, value: emulator.ledger.valueOf(key) };
  const rotating = (trigger: string, more: object = {}) => world.rotating(trigger, { marker: false, ...more });
  await world.up(rotating("one", { adopt }));
  world.loseMint();
  expect((await world.up(rotating("two"))).errors).toHaveLength(1);
  emulator.script("kosli", kosli.routes.list, ok);
  const [, lost] = emulator.ledger.liveKeys("kosli");
  if (!lost) throw new Error("no key was minted");
  const named = { keyId: lost.id, value: emulator.ledger.valueOf(lost) };
  const told = await world.up(rotating("two", { description: "edited", adopt: named }));
  expect(told.errors).toEqual([expect.stringContaining("Remove `adopt`, then run `pulumi up` again: it replaces key")]);
  expect(world.record().outputs.keyId).toBe(lost.id);
});

describe("while `adopt` stands", () => {
  async function adopted(more: object = {}) {
    world = await OneStack.open("kosli");
    const { id } = world.emulator.strangers.mint("kosli");
    const program = (other: object = {}) => world.program({ ...more, ...other, adopt: { keyId: id } });
    await world.up(program());
    return program;
  }

  test("a run that leads to another organization says so, and replaces nothing", async () => {
    const program = await adopted();
    world.environment = { KOSLI_ORG: "other" };
    const { errors, changes } = await world.up(program());
    expect(errors).toEqual([
      expect.stringMatching(
        /this run calls \S+ \(organization other\), but the key was minted at \S+ \(organization \S+\)\. `pulumi up` would replace the adopted key\. To keep the key, set back the organization \(KOSLI_ORG in the environment\)/,
      ),
    ]);
    expect(changes).toEqual([]);
  });

  test.each([
    ["written", {}, { expiresAt: "2090-01-31T12:00:00Z" }],
    ["removed", { expiresAt: "2090-01-31T12:00:00Z" }, { expiresAt: undefined }],
  ])("an input that is %s replaces nothing", async (_, before, after) => {
    const program = await adopted(before);
    const { errors, changes } = await world.up(program(after));
    expect(errors).toEqual([
      expect.stringContaining("expiresAt: a change here mints a new key and revokes the adopted key."),
    ]);
    expect(changes).toEqual([]);
  });
});

describe("a key that is adopted anew", () => {
  test("is not revoked by the delete that comes before, as with `deleteBeforeReplace`", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    const key = emulator.strangers.mint("kosli");
    const program = world.program({ adopt: { keyId: key.id, value: emulator.ledger.valueOf(key) } });
    await world.up(program);
    const { id, outputs } = world.record();
    await world.run(async (provider) => {
      const [news = {}] = program.values();
      // A taint: the engine asks for no diff.
      await provider.check(urnOf("ci"), {}, news);
      await expect(provider.delete(urnOf("ci"), id, outputs)).rejects.toThrow(
        /was not revoked\. `adopt` in the program names key/,
      );
      return nothingDone;
    });
    expect(world.live).toEqual([key.id]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

test("a refresh that revokes what a lost mint has made says so", async () => {
  world = await OneStack.open("kosli");
  world.loseMint();
  await world.up();
  const [lost] = world.live;
  world.emulator.script("kosli", kosli.routes.list, ok);
  expect((await world.refresh()).said).toContain(
    `ci: key ${lost}, which a mint without an answer had made, is revoked`,
  );
  expect(world.live).toEqual([]);
});
