/** What happens between the runs of a rotation: edits of the program, keys revoked by hand, other credentials. Each of these went wrong once. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { type Emulator, ok, reset, status, stranger, type VendorName } from "../../emulator/index";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const rotation = { every: "30d", overlap: "24h" };
const { devin, kosli, nekuda } = vendorCases;

let world: OneStack;
afterEach(() => world.close());

async function open(vendor: VendorName): Promise<Emulator> {
  world = await OneStack.open(vendor);
  return world.emulator;
}

/** A run of the program on a day. */
function up(day: number, more: object = { rotation }) {
  world.day = day;
  return world.up(world.program({ ...more }));
}

const outputs = () => world.record().outputs;

/** Who owns the emulator revokes a key by hand. */
function revokeByHand(id: unknown): void {
  for (const key of world.emulator.ledger.keys) if (key.id === id) world.emulator.strangers.revoke(key);
}

/** A key and the one before it; the one in use has gone. */
async function onlyThePreviousLives(): Promise<Record<string, unknown>> {
  await up(0);
  const first = outputs();
  await up(30);
  revokeByHand(outputs().keyId);
  await world.refresh();
  expect(outputs()).toMatchObject({ keyId: "", previousKeyId: first.keyId });
  return first;
}

/** A Devin rotation whose mint is lost, or whose id is not proved. */
async function pendingRotation(emulator: Emulator, { isLost }: { isLost: boolean }): Promise<void> {
  await up(0);
  if (isLost) emulator.script("devin", devin.routes.mint, [reset("after-commit"), ok]);
  else Object.assign(emulator.switches.devin, { selfAnswersServiceKeys: 403, apiKeyValue: "null" });
  emulator.script("devin", devin.routes.list, [ok, ok, status(500)]);
  expect((await up(30)).errors).toHaveLength(1);
  emulator.script("devin", devin.routes.list, [ok]);
  emulator.switches.devin.selfAnswersServiceKeys = 200;
}

describe("the key in use has gone while the one before it lives", () => {
  test("which is adopted: it is in use again, and is not retired", async () => {
    await open("kosli");
    const { keyId } = await onlyThePreviousLives();
    const more = { rotation: { every: "90d", overlap: "24h" }, adopt: { keyId } };
    expect((await up(30, more)).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId });
    expect(outputs()).not.toHaveProperty("previousKeyId");
    expect((await up(32, more)).errors).toEqual([]);
    expect(world.live).toEqual([keyId]);
  });

  test("through another organization's token none is minted, and it is not forgotten", async () => {
    const emulator = await open("nekuda");
    const { keyId } = await onlyThePreviousLives();
    emulator.clock.set(Date.now() + 30 * 86_400_000);
    world.environment = { NEKUDA_TOKEN: emulator.tokens.issue("nekuda", { account: "others" }) };
    expect((await up(30)).errors).toEqual([expect.stringContaining("the account that minted the key")]);
    expect(world.live).toEqual([keyId]);
    world.environment = {};
    expect((await up(32)).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("and the next mint is lost: the way out does not forget it", async () => {
    const emulator = await open("kosli");
    const { keyId } = await onlyThePreviousLives();
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, status(500)]);
    const { errors } = await up(30);
    expect(errors).toEqual([
      expect.stringContaining(
        `adopt: {keyId: "${keyId}", value: …}\` on this resource (declare the resource again if it has left the program), then run \`pulumi up\`. Key ${keyId} is then in use again`,
      ),
    ]);
    expect(errors[0]).not.toContain("state delete");
  });

  test("which is adopted beside a pending mint: never with that mint's value", async () => {
    const emulator = await open("devin");
    const { keyId, apiKey } = await onlyThePreviousLives();
    Object.assign(emulator.switches.devin, { selfAnswersServiceKeys: 403, apiKeyValue: "null" });
    emulator.script("devin", devin.routes.mint, [stranger("after-commit"), ok]);
    const { errors } = await up(30);
    expect(errors).toEqual([
      expect.stringContaining(
        `adopt: {keyId: "${keyId}", value: …}\` on this resource (declare the resource again if it has left the program), then run \`pulumi up\`. Key ${keyId} is then in use again`,
      ),
    ]);
    const pendingValue = outputs().apiKey;
    const wrong = await up(30, { rotation, adopt: { keyId, value: pendingValue } });
    expect(wrong.errors).toEqual([expect.stringContaining("`adopt.value` is not the value of key")]);
    revokeByHand(emulator.ledger.keys.find((key) => emulator.ledger.valueOf(key) === pendingValue)?.id);
    expect((await up(30, { rotation, adopt: { keyId } })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId });
    expect(outputs()).not.toHaveProperty("apiKey");
    expect((await up(30, { rotation, adopt: { keyId, value: apiKey } })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId, apiKey });
  });
});

describe("the key that the run authenticates with is not revoked", () => {
  async function admin(emulator: Emulator): Promise<void> {
    const { account } = emulator.place("kosli", { scope: "ci" });
    const headers = { authorization: `Bearer ${emulator.tokens.kosli}`, "content-type": "application/json" };
    const body = JSON.stringify({ privilege: "admin" });
    await fetch(`${emulator.urls.kosli}/service-accounts/${account}/ci`, { method: "PATCH", headers, body });
  }

  test("when it is the key before", async () => {
    await admin(await open("kosli"));
    await up(0);
    const { keyId, apiKey } = outputs();
    world.environment = { KOSLI_API_TOKEN: apiKey as string };
    expect((await up(30)).errors).toEqual([]);
    expect((await up(32)).errors).toEqual([expect.stringContaining("is the key that this run authenticates with")]);
    expect(world.live).toContain(keyId);
  });

  test("when it was adopted without its value", async () => {
    const emulator = await open("kosli");
    await admin(emulator);
    const key = emulator.strangers.mint("kosli");
    expect((await up(0, { adopt: { keyId: key.id } })).errors).toEqual([]);
    world.environment = { KOSLI_API_TOKEN: emulator.ledger.valueOf(key) };
    const { errors } = await world.destroy();
    expect(errors).toEqual([
      expect.stringContaining(`So key ${key.id} may be the token of KOSLI_API_TOKEN in the environment.`),
    ]);
    expect(world.live).toEqual([key.id]);
  });
});

describe("a rotation that is pending", () => {
  test("is settled before another key is minted, whatever the program says now", async () => {
    await pendingRotation(await open("devin"), { isLost: true });
    const { changes, errors } = await up(30, { rotation: { every: "30d" } });
    expect(changes).toEqual(["update ci"]);
    expect(errors).toHaveLength(1);
    expect(world.live).toHaveLength(2);
  });

  test.each(["up", "refresh"] as const)(
    "and is settled late, by %s: the overlap begins when the key is handed on",
    async (operation) => {
      await pendingRotation(await open("devin"), { isLost: false });
      const { keyId } = outputs();
      world.day = 33;
      if (operation === "refresh") expect((await world.refresh()).errors).toEqual([]);
      expect(outputs()).toMatchObject({ keyId });
      const program = world.program({ rotation });
      const handOn = async () => expect(world.live).toContain(keyId);
      expect((await world.run((provider) => world.stack.up(provider, program, handOn))).errors).toEqual([]);
      expect(outputs()).toMatchObject({ previousKeyId: keyId });
      expect(Date.parse(String(outputs().previousValidUntil))).toBeGreaterThan(Date.now() + 33.9 * 86_400_000);
    },
  );

  test("and whose key is revoked by hand once a refresh has found it, begins anew", async () => {
    await pendingRotation(await open("devin"), { isLost: false });
    expect((await world.refresh()).errors).toEqual([]);
    const [first, second] = world.live;
    expect(outputs()).toMatchObject({ keyId: first, pending: { candidates: [second] } });
    revokeByHand(second);
    expect((await up(30)).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId: world.live[1], previousKeyId: first });
  });

  test("is not settled by a wrong `adopt`, where the value in hand tells another key", async () => {
    const emulator = await open("devin");
    await pendingRotation(emulator, { isLost: false });
    const stranger = emulator.strangers.mint("devin");
    const [, own] = world.live;
    expect((await up(30, { rotation, adopt: { keyId: stranger.id } })).errors).toEqual([]);
    expect(outputs()).toMatchObject({ keyId: own });
    expect((await up(30)).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([stranger.id]);
  });

  test("is not settled by a key of another organization", async () => {
    const emulator = await open("nekuda");
    await up(0);
    emulator.script("nekuda", nekuda.routes.mint, [reset("after-commit"), ok]);
    emulator.script("nekuda", nekuda.routes.list, [ok, ok, status(500)]);
    expect((await up(30)).errors).toHaveLength(1);
    emulator.script("nekuda", nekuda.routes.list, [ok]);
    const { id } = emulator.strangers.mint("nekuda", { account: "others" });
    world.environment = { NEKUDA_TOKEN: emulator.tokens.issue("nekuda", { account: "others" }) };
    const { errors } = await up(30, { rotation, adopt: { keyId: id } });
    expect(errors).toEqual([expect.stringContaining("the key was minted by")]);
    expect(outputs().keyId).not.toBe(id);
  });
});

describe("a clock that is far ahead", () => {
  test("replaces no key that it takes for expired", async () => {
    const emulator = await open("kosli");
    const { id } = emulator.strangers.mint("kosli", { expiresAt: Date.now() + 20 * 86_400_000 });
    await up(0, { adopt: { keyId: id } });
    world.aheadMs = 40 * 86_400_000;
    expect((await up(0, {})).errors).toEqual([expect.stringContaining("clock is 40 days ahead")]);
    expect(world.live).toEqual([id]);
  });

  test("mints none in its place", async () => {
    await open("kosli");
    const expiresAt = new Date(Date.now() + 20 * 86_400_000).toISOString().replace(/\.\d+Z/, "Z");
    const more = { expiresAt, rotation: { overlap: "24h" } };
    await up(0, more);
    world.aheadMs = 40 * 86_400_000;
    expect((await up(0, more)).errors).toEqual([expect.stringContaining("clock is 40 days ahead")]);
    expect(world.emulator.ledger.mints).toHaveLength(1);
  });
});

test("the first trigger counts also where it is set in the run that retires", async () => {
  await open("kosli");
  await up(0);
  await up(30);
  await up(32, { rotation: { ...rotation, trigger: "one" } });
  const { keyId } = outputs();
  await up(32, { rotation: { ...rotation, trigger: "two" } });
  expect(outputs().previousKeyId).toBe(keyId);
});

test("a trigger is not in clear in the state, nor what it can be guessed by", async () => {
  await open("kosli");
  await up(0, { rotation: { trigger: "1234" } });
  expect(world.record().returned.mintTrigger).toEqual(expect.objectContaining({ value: outputs().mintTrigger }));
});

test.each(["kosli", "nekuda"] as const)(
  "a %s key that this run has revoked is not called left over",
  async (vendor) => {
    await open(vendor);
    const inTurn = (day: number) => {
      world.day = day;
      return world.run(async (provider) => {
        await world.stack.up(provider, world.program({ rotation }, ["one"]));
        return await world.stack.up(provider, world.program({ rotation }, ["one", "two"]));
      });
    };
    for (const day of [0, 30, 60]) expect((await inTurn(day)).said).not.toContain("does not show them");
  },
);

test("without an overlap a rotation leaves the old key to what uses it, also while an earlier one lived", async () => {
  await open("kosli");
  await up(0);
  await up(30);
  const { keyId } = outputs();
  const program = world.program({ rotation: { every: "30d" } });
  world.day = 60;
  expect((await world.run((provider) => world.stack.up(provider, program))).errors).toEqual([]);
  expect(world.live).toEqual([keyId]);
  const failing = async () => {
    throw new Error("what uses it fails");
  };
  await expect(world.run((provider) => world.stack.up(provider, program, failing))).rejects.toThrow(
    "what uses it fails",
  );
  expect(world.live).toContain(keyId);
  expect((await world.run((provider) => world.stack.up(provider, program))).errors).toEqual([]);
  expect(world.live).toHaveLength(1);
});
