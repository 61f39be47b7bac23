/** `adopt` while a mint is pending: a person names the key, and the mint is settled. No wrong key is adopted, and no key forgotten. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { dateSkew, ok, reset, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { devin } = kits;

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

describe("a pending mint is settled by a person", () => {
  test("who revokes the key that was named: it is minted anew", async () => {
    world = await OneStack.open("devin", selfDenied);
    const { emulator } = world;
    // With a date that cannot be right, the difference of lists proves nothing.
    emulator.script("devin", devin.routes.list, dateSkew(3_600_000));
    const [named = ""] = (await world.up()).errors;
    const [own] = emulator.ledger.liveKeys("devin");
    if (!own) throw new Error("nothing was minted");
    expect(named).toContain(own.id);
    emulator.strangers.revoke(own);
    emulator.script("devin", devin.routes.list, ok);
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});

describe("`adopt` beside a mint that is pending", () => {
  const rotating = (trigger: string, more = {}) => ({ rotation: { trigger, overlap: "24h" }, ...more });

  test("of the key in use: a key whose value is in hand is taken when it tells its id", async () => {
    world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 200 } } });
    const { emulator } = world;
    await world.up(world.program(rotating("one")));
    const keyId = String(world.record().outputs.keyId);
    emulator.script("devin", devin.routes.self, [ok, status(501)]);
    emulator.script("devin", devin.routes.list, [ok, ok, status(501)]);
    expect((await world.up(world.program(rotating("two")))).errors).toHaveLength(1);
    for (const route of [devin.routes.self, devin.routes.list]) emulator.script("devin", route, ok);
    expect((await world.up(world.program(rotating("two", { adopt: { keyId } })))).errors).toEqual([]);
    expect(world.record().outputs).toMatchObject({ keyId: world.live[1], previousKeyId: keyId });
  });
});

test("`adopt` of the wrong key beside a mint whose value is kept says whose value speaks against it", async () => {
  world = await OneStack.open("devin");
  const { emulator } = world;
  // Where the vendor's dates differ from ours, the part of a value that lists show does not prove the id.
  emulator.switches.devin.dateOffMs = 20_000;
  world.skewMs = 20_000;
  emulator.script("devin", devin.routes.list, [ok, status(501)]);
  expect((await world.up()).errors).toHaveLength(1);
  emulator.script("devin", devin.routes.list, ok);
  const other = emulator.strangers.mint("devin");
  const { errors } = await world.up(world.program({ adopt: { keyId: other.id } }));
  expect(errors).toEqual([
    expect.stringContaining(
      "the value that the state keeps of the pending mint is not the value of this key: name another key in `adopt.keyId`",
    ),
  ]);
});

describe("a value in hand speaks against the key that `adopt` names", () => {
  test("where Devin lists the end of it", async () => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    emulator.switches.devin.selfAnswersServiceKeys = 403;
    const [key, other] = [emulator.strangers.mint("devin"), emulator.strangers.mint("devin")];
    const adopt = { keyId: key.id, value: emulator.ledger.valueOf(other) };
    const { errors } = await world.up(world.program({ adopt }));
    expect(errors).toEqual([
      expect.stringContaining("`adopt.value` is not the value of this key: correct `adopt.value` or `adopt.keyId`"),
    ]);
    expect(world.stack.resources.size).toBe(0);
  });

  test("while a mint is pending whose value is kept: the key of that mint is named, and not forgotten", async () => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    emulator.switches.devin.selfAnswersServiceKeys = 403;
    emulator.switches.devin.apiKeyValue = "null";
    emulator.script("devin", devin.routes.list, [ok, status(501)]);
    const by = emulator.strangers.mint("devin");
    expect((await world.up()).errors).toHaveLength(1);
    emulator.script("devin", devin.routes.list, ok);
    const adopt = { keyId: by.id, value: emulator.ledger.valueOf(by) };
    const { errors } = await world.up(world.program({ adopt }));
    const minted = emulator.ledger.mints.map(({ id }) => id).at(-1);
    expect(errors).toEqual([
      expect.stringMatching(
        /`adopt\.value` is not the value that the state keeps of this mint\. .* If you know that this mint made the key in `adopt`: leave out `adopt\.value`\./,
      ),
    ]);
    expect(errors[0]).toContain(minted);
    expect((await world.up(world.program({ adopt: { keyId: minted } }))).errors).toEqual([]);
    expect(world.record().outputs.keyId).toBe(minted);
  });
});

test.each([false, true])(
  "a lost key does not take the place of the one in use by `adopt`; revoked by hand, it stands in no way (beside a stranger's: %s)",
  async (isBeside) => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    await world.up(world.rotating("one"));
    const { keyId, apiKey } = world.record().outputs;
    emulator.script("devin", devin.routes.mint, [
      { ...reset("after-commit"), ...(isBeside && { stranger: "after-commit" as const }) },
      ok,
    ]);
    const lost = await world.up(world.rotating("two"));
    const [, own] = emulator.ledger.liveKeys("devin").filter(({ mintedBy }) => mintedBy !== "stranger");
    expect(lost.errors).toEqual([expect.stringContaining(`${own?.id}`)]);
    expect(lost.errors[0]).toContain(`Do not revoke key ${keyId}, which is in use.`);

    const { errors } = await world.up(world.rotating("two", { adopt: { keyId: own?.id } }));
    expect(errors).toEqual([
      expect.stringContaining(`the key in \`adopt\` has no known value, so key ${keyId} stays in use`),
    ]);
    expect(world.record().outputs).toMatchObject({ keyId, apiKey });

    if (own) emulator.strangers.revoke(own);
    if (isBeside) {
      // The stranger's key could also be the key of the pending mint.
      expect((await world.up(world.rotating("two"))).errors).toEqual([
        expect.stringMatching(
          /^devin:\S+ ci: it is your turn: .* Do not revoke key \S+, which is in use\. .*#you-decide$/,
        ),
      ]);
      expect((await world.up(world.rotating("two", { adopt: { keyId } }))).errors).toEqual([]);
    }
    expect((await world.up(world.rotating("two"))).errors).toEqual([]);
    expect((await world.up(world.rotating("two"))).errors).toEqual([]);
    expect(world.record().outputs).toMatchObject({ previousKeyId: keyId });
    expect(emulator.ledger.authenticates(String(world.record().outputs.apiKey))).toBe(true);
  },
);
