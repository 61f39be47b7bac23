/** What Devin's answers mean for a key: which id it has (the answer to a create does not tell it), its account, and when it is gone. */
import "../../unit/short-waits.test.support";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { choices } from "../../../emulator/devin/switches";
import { body, createEmulator, type Emulator, type Fault, status } from "../../../emulator/index";
import type { KeyId } from "../../../provider/core/values/key-id";
import { reveal, Secret, sameSecret } from "../../../provider/core/values/secret";
import type { KeyApi, VendorKey } from "../../../provider/core/vendor/definition";
import { definition } from "../../../provider/devin/definition";
import { connect } from "../../unit/session.test.support";

const selfRoute = "GET /v2/enterprise/self";
const listRoute = "GET /v2/enterprise/api-keys";
let emulator: Emulator;
let orgId: string;
let api: KeyApi<{ orgId: string }>;

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
});
beforeEach(async () => {
  await emulator.reset();
  orgId = emulator.place("devin").scope;
  api = connect(emulator, definition, { orgId });
});
afterAll(() => emulator.close());

const idOf = ({ id }: { id: string }) => id as KeyId;

/** The key as the list shows it. The vendor has no call that reads one key. */
async function shown(keyId: KeyId): Promise<VendorKey | undefined> {
  return (await api.list()).keys.find((key) => key.keyId === keyId);
}

test("a mint brings the value, and no row", async () => {
  const { value } = await api.mint({ orgId }, undefined);
  expect(value.key).toBeUndefined();
  expect(emulator.ledger.authenticates(reveal(value.value))).toBe(true);
  expect(emulator.ledger.mints[0]?.scope).toBe(orgId);
});

describe("the id of a key", () => {
  test("is told by the key itself, where a deployment answers it", async () => {
    emulator.switches.devin.selfAnswersServiceKeys = 200;
    const key = emulator.strangers.mint("devin");
    expect(await api.idOf?.(new Secret(emulator.ledger.valueOf(key)))).toBe(key.id);
  });

  test.each([401, 403, 404] as const)("is not told where a service key is answered by %d", async (answer) => {
    emulator.switches.devin.selfAnswersServiceKeys = answer;
    const key = emulator.strangers.mint("devin");
    expect(await api.idOf?.(new Secret(emulator.ledger.valueOf(key)))).toBeUndefined();
  });

  test("is not believed when the key is of another organization, nor when no URL can hold the id", async () => {
    emulator.switches.devin.selfAnswersServiceKeys = 200;
    const key = emulator.strangers.mint("devin", { scope: "org-other" });
    expect(await api.idOf?.(new Secret(emulator.ledger.valueOf(key)))).toBeUndefined();
    emulator.script("devin", selfRoute, body({ json: { api_key_id: "..", org_id: orgId } }));
    expect(await api.idOf?.(new Secret("apk_x"))).toBeUndefined();
  });

  test("stays unknown, and is no refusal, when the answer is lost", async () => {
    emulator.script("devin", selfRoute, status(500));
    await expect(api.idOf?.(new Secret("apk_x"))).rejects.toThrow(/HTTP 500/);
  });
});

describe("a key is", () => {
  test("live while it is listed in its organization", async () => {
    const key = emulator.strangers.mint("devin");
    expect(await shown(idOf(key))).toMatchObject({ keyId: key.id, status: "live", unfit: undefined });
    const elsewhere = emulator.strangers.mint("devin", { scope: "org-other" });
    expect(await shown(idOf(elsewhere))).toBeUndefined();
  });

  test("gone when it was revoked", async () => {
    const key = emulator.strangers.mint("devin");
    emulator.strangers.revoke(key);
    expect(await shown(idOf(key))).toBeUndefined();
  });

  test("unfit when it is a person's", async () => {
    const [personal] = emulator.ledger.keys.filter((key) => key.isPersonal);
    if (!personal) throw new Error("the admin's own key is listed");
    expect(await shown(idOf(personal))).toMatchObject({ unfit: "is a person's, not a service key" });
  });

  test.each<[string, Fault]>([
    ["401", status(401)],
    ["403", status(403)],
    ["404", status(404)],
    ["500", status(500)],
    ["a page", body("html", 200)],
    ["an empty array", body({ json: [] }, 200)],
    ["an empty object", body({ json: {} }, 200)],
    ["a list that does not add up", body({ json: { items: [], total: 1, has_more: false } }, 200)],
    ["nothing", { commits: false, delivery: "reset" }],
  ])("never gone on the word of %s", async (_name, fault) => {
    emulator.script("devin", listRoute, fault);
    await expect(shown(idOf(emulator.strangers.mint("devin")))).rejects.toThrow(/^listing the keys: /);
  });
});

test("keys of another organization are left out even when the list shows them", async () => {
  const row = { org_id: "org-other", is_service_key: true, created_at: "2026-01-31T12:00:00Z" };
  const items = [
    { ...row, id: `apk-${"0".repeat(32)}` },
    { ...row, org_id: orgId, id: `apk-${"1".repeat(32)}` },
  ];
  emulator.script("devin", listRoute, body({ json: { items, total: 2, has_more: false } }));
  expect((await api.list()).keys.map(({ keyId }) => keyId)).toEqual([`apk-${"1".repeat(32)}`]);
});

test.each(choices.apiKeyValue)(
  "the list's value (%s) is a secret, the key's own only when it is whole",
  async (apiKeyValue) => {
    emulator.switches.devin.apiKeyValue = apiKeyValue;
    const key = emulator.strangers.mint("devin");
    const found = await shown(idOf(key));
    const isOwn = found?.value !== undefined && sameSecret(found.value, new Secret(emulator.ledger.valueOf(key)));
    expect(isOwn).toBe(apiKeyValue === "whole");
    expect(JSON.stringify(found)).not.toMatch(/CANARY/);
  },
);

test("a revoke revokes this key and no other", async () => {
  const [key, other] = [emulator.strangers.mint("devin"), emulator.strangers.mint("devin")];
  await api.revoke(idOf(key));
  expect(emulator.ledger.liveKeys()).toEqual([other]);
  expect(emulator.ledger.catastrophes).toEqual([]);
});

test("the key that asks is the admin's own, in its organization", async () => {
  const [personal] = emulator.ledger.keys.filter((key) => key.isPersonal);
  expect((await api.self?.())?.value).toEqual({ accountId: orgId, keyId: personal?.id });
});

describe("the account that minted", () => {
  test("is the same when it shows the organization", async () => {
    expect(await api.proveAccount?.({ url: emulator.urls.devin })).toEqual({ is: "same" });
  });

  test("is another when it shows neither the key's organization nor the one that minted", async () => {
    const token = emulator.tokens.issue("devin", { account: "other" });
    const { scope } = emulator.place("devin", { account: "other" });
    const other = connect(emulator, definition, { orgId }, { token });
    expect(await other.proveAccount?.({ url: emulator.urls.devin, account: orgId })).toEqual({
      is: "another",
      accountId: scope,
    });
  });

  test("is not proved by an answer that is none", async () => {
    emulator.script("devin", listRoute, status(403));
    await expect(api.proveAccount?.({ url: emulator.urls.devin, account: orgId })).rejects.toThrow(/HTTP 403/);
  });

  test("is the same by its list alone, where it does not tell who asks", async () => {
    emulator.script("devin", selfRoute, status(403));
    expect(await api.proveAccount?.({ url: emulator.urls.devin, account: orgId })).toEqual({ is: "same" });
  });

  test("stays unproven when it neither shows the organization nor tells who asks", async () => {
    const other = connect(
      emulator,
      definition,
      { orgId },
      { token: emulator.tokens.issue("devin", { account: "other" }) },
    );
    emulator.script("devin", selfRoute, status(403));
    expect(await other.proveAccount?.({ url: emulator.urls.devin, account: orgId })).toEqual({ is: "unproven" });
    emulator.script("devin", selfRoute, status(500));
    await expect(other.proveAccount?.({ url: emulator.urls.devin, account: orgId })).rejects.toThrow(/HTTP 500/);
  });
});
