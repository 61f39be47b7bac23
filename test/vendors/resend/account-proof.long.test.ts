/**
 * To which account a Resend token belongs. Resend names neither the account nor the key that asks. So the proof is the token that minted,
 * or a list with a key of the same minter. Another account's list must never make a run call a key gone, or revoke one.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok } from "../../../emulator/index";
import { OneStack } from "../../stack/one-stack";

let world: OneStack;
afterEach(() => world.close());

const token = (account?: string) =>
  world.emulator.tokens.issue("resend", account === undefined ? {} : { name: "someone else", account });

/** Mints two keys and revokes the first one, as a person would. Returns the id of the revoked key. */
async function oneOfTwoIsGone() {
  world = await OneStack.open("resend");
  await world.up(world.program({}, ["one", "two"]));
  const { keyId } = world.record("one").outputs;
  world.revokeByHand(keyId);
  return keyId;
}

describe("a key that no list shows", () => {
  test("is believed gone by the token that minted it", async () => {
    world = await OneStack.open("resend");
    await world.up();
    world.revokeByHand(world.record().outputs.keyId);
    expect((await world.refresh()).errors).toEqual([]);
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });

  test("is believed gone by another token whose list shows a key of the same minter", async () => {
    const gone = await oneOfTwoIsGone();
    world.environment = { RESEND_API_KEY: token() };
    const program = world.program({}, ["one", "two"]);
    await world.up(program);
    expect((await world.refresh()).errors).toEqual([]);
    expect((await world.up(program)).errors).toEqual([]);
    expect(world.record("one").outputs.keyId).not.toBe(gone);
    expect(world.live).toHaveLength(2);
  });

  test.each([
    ["another token, whose list shows no key of the minter", undefined],
    ["another account's token", "other"],
  ])("is not believed gone by %s", async (_, account) => {
    world = await OneStack.open("resend");
    await world.up();
    const { keyId } = world.record().outputs;
    if (account === undefined) world.revokeByHand(keyId);
    world.environment = { RESEND_API_KEY: token(account) };
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringMatching(/it is not proved that RESEND_API_KEY .* belongs to the account/)]);
    expect(world.stack.records).toHaveLength(1);
    if (account !== undefined) expect(world.live).toEqual([keyId]);
  });
});

describe("a key whose `account` has another name", () => {
  const named = (value: string) => ({
    RESEND_ACCOUNT_EU_API_KEY: value,
    RESEND_ACCOUNT_EU_BASE_URL: world.emulator.urls.resend,
  });

  test("stays, where that name's token lists it", async () => {
    world = await OneStack.open("resend");
    await world.up();
    const { keyId } = world.record().outputs;
    world.environment = named(token());
    expect((await world.up(world.program({ account: "eu" }))).errors).toEqual([]);
    expect(world.live).toEqual([keyId]);
    expect(world.record().outputs).toMatchObject({ keyId, account: "eu" });
  });

  test("is replaced, where that name's token lists another account's keys: the former token revokes the replaced key", async () => {
    world = await OneStack.open("resend");
    await world.up();
    const { keyId } = world.record().outputs;
    world.environment = named(token("other"));
    expect((await world.up(world.program({ account: "eu" }))).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
    expect(world.live).not.toContain(keyId);
  });
});

test("where no list proves the account, a run whose minting token is lost says how to end its pending mint", async () => {
  world = await OneStack.open("resend");
  world.loseMint("before-commit");
  expect((await world.up()).errors).toHaveLength(1);
  world.script("list", ok);
  world.environment = { RESEND_API_KEY: token() };
  const { errors } = await world.up();
  expect(errors).toEqual([
    expect.stringMatching(
      /not proved that .* no key of the pending mint lives\. Then, only if `keyId` and `previousKeyId` are empty too, run/,
    ),
  ]);
  expect(world.stack.records).toHaveLength(1);
});

test("a token that rotates keys is no longer the one that minted them: the key in use proves the account", async () => {
  world = await OneStack.open("resend");
  await world.up(world.rotating("one"));
  world.environment = { RESEND_API_KEY: token() };
  expect((await world.up(world.rotating("two"))).errors).toEqual([]);
  expect(world.live).toHaveLength(2);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});

test("a key that is this run's own token is never adopted without its value, nor revoked", async () => {
  world = await OneStack.open("resend");
  const value = world.emulator.tokens.resend;
  const answer = await fetch(`${world.emulator.urls.resend}/api-keys`, {
    headers: { authorization: `Bearer ${value}` },
  });
  const { data } = (await answer.json()) as { data: { id: string }[] };
  const keyId = data[0]?.id;
  const { errors } = await world.up(world.program({ adopt: { keyId } }));
  expect(errors).toEqual([expect.stringMatching(/was used just now, so it may be this run's own token/)]);
  const told = await world.up(world.program({ adopt: { keyId, value } }));
  expect(told.errors).toEqual([expect.stringMatching(/it is the key that this run authenticates with/)]);
});
