/** Kosli's service accounts: what their calls answer, and who may make and manage one. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../../../emulator/index";
import { rawStatus, vendorClient } from "../../../emulator/vendor-client.test.support";

const accountsPath = "/service-accounts/acme";
const accountPath = `${accountsPath}/ci`;
let emulator: Emulator;
let kosli: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator();
  kosli = vendorClient(emulator, "kosli");
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

const make = (body: object, token = emulator.tokens.kosli) => kosli(`POST ${accountsPath}`, { body, token });

test("service accounts are made, read, changed and deleted, and their keys die with them", async () => {
  const made = await kosli("POST /service-accounts/acme", { body: { name: "bot-1", privilege: "reader" } });
  expect([made.status, made.body.name, made.body.privilege]).toEqual([201, "bot-1", "reader"]);
  const path = "/service-accounts/acme/bot-1";
  expect((await kosli(`PATCH ${path}`, { body: { privilege: "member" } })).status).toBe(200);
  expect((await kosli(`GET ${path}`)).body).toMatchObject({ privilege: "member" });
  const { key } = (await kosli(`POST ${path}/api-keys`, { body: { description: "x" } })).body;
  const deleted = await kosli(`DELETE ${path}`);
  expect([deleted.status, deleted.text]).toEqual([200, '"OK"']);
  emulator.ledger.acknowledgeCatastrophe();
  expect(emulator.ledger.authenticates(key)).toBe(false);
  const gone = await kosli(`GET ${path}/api-keys`);
  expect([gone.status, gone.body.message]).toEqual([404, "Service account not found"]);
});

test("a service account needs a proper name, a known privilege, and to be new", async () => {
  const status = async (body: object) => (await kosli("POST /service-accounts/acme", { body })).status;
  expect(await status({ name: "has space", privilege: "admin" })).toBe(400);
  expect(await status({ name: "x".repeat(65), privilege: "admin" })).toBe(400);
  expect(await status({ name: "bot", privilege: "king" })).toBe(400);
  expect(await status({ name: "bot" })).toBe(400);
  expect(await status({ name: "ci", privilege: "admin" })).toBe(409);
  expect((await kosli(`PATCH ${accountPath}`, { body: { privilege: "king" } })).status).toBe(400);
});

test("the list shows every account of the organization", async () => {
  await make({ name: "bot", description: "deploys", privilege: "reader" });
  emulator.place("kosli", { account: "other", scope: "theirs" });
  const { status, body } = await kosli(`GET ${accountsPath}`);
  expect([status, body.map(({ name }: { name: string }) => name)]).toEqual([200, ["ci", "bot"]]);
  expect(body[1]).toEqual({
    name: "bot",
    display_name: "bot",
    description: "deploys",
    privilege: "reader",
    creating_user_id: "user-admin",
    for_webhook: false,
    created_at: expect.any(Number),
  });
  expect((await kosli(`GET ${accountsPath}/bot`)).body).toEqual(body[1]);
});

test("a description stays unless it is sent, and null clears it", async () => {
  await make({ name: "bot", description: "deploys", privilege: "reader" });
  const changed = async (body: object) => (await kosli(`PATCH ${accountsPath}/bot`, { body })).body.description;
  expect(await changed({ privilege: "member" })).toBe("deploys");
  expect(await changed({ description: null })).toBe("");
});

test.each(["admin", "member", "snapshotter"])(
  "a %s makes accounts, none above itself, and manages those",
  async (kind) => {
    const token = emulator.tokens.issue("kosli", { kind, name: "maker" });
    expect((await make({ name: "bot", privilege: kind }, token)).status).toBe(201);
    if (kind !== "admin") {
      const above = await make({ name: "chief", privilege: "admin" }, token);
      expect([above.status, above.body.message]).toEqual([403, "You don't have permission to access this resource"]);
    }
    const keysPath = `${accountsPath}/bot/api-keys`;
    const made = await kosli(`POST ${keysPath}`, { token, body: { description: "x" } });
    expect(made.status).toBe(201);
    expect((await kosli(`GET ${keysPath}`, { token })).body).toHaveLength(1);
    expect((await kosli(`POST ${keysPath}/${made.body.id}/rotate`, { token })).status).toBe(201);
    expect((await kosli(`DELETE ${keysPath}/${made.body.id}`, { token })).status).toBe(200);
    expect((await kosli(`PATCH ${accountsPath}/bot`, { token, body: { description: "y" } })).status).toBe(200);
  },
);

test.each(["member", "snapshotter"])("another's account is not a %s's to manage, but an admin's", async (kind) => {
  const calls = [`GET ${accountPath}`, `PATCH ${accountPath}`, `GET ${accountPath}/api-keys`];
  const statuses = async (token: string) => {
    const sent = { token, body: { description: "x" } };
    const minted = await kosli(`POST ${accountPath}/api-keys`, sent);
    return [minted.status, ...(await Promise.all(calls.map(async (call) => (await kosli(call, sent)).status)))];
  };
  expect(await statuses(emulator.tokens.issue("kosli", { kind }))).toEqual([403, 403, 403, 403]);
  expect(await statuses(emulator.tokens.issue("kosli", { kind, name: "owner" }))).toEqual([201, 200, 200, 200]);
  expect(await statuses(emulator.tokens.issue("kosli", { name: "second admin" }))).toEqual([201, 200, 200, 200]);
});

test("a reader may nothing, but be told of environments", async () => {
  const token = emulator.tokens.issue("kosli", { kind: "reader", name: "owner" });
  const body = { name: "bot", privilege: "reader", description: "x" };
  for (const call of [
    `GET ${accountsPath}`,
    `POST ${accountsPath}`,
    `GET ${accountPath}`,
    `PATCH ${accountPath}`,
    `GET ${accountPath}/api-keys`,
    `POST ${accountPath}/api-keys`,
  ]) {
    expect([call, (await kosli(call, { token, body })).status]).toEqual([call, 403]);
  }
  expect((await kosli("GET /environments/acme", { token })).status).toBe(200);
});

test("an account that a service account has made is managed by that account's keys", async () => {
  const token = emulator.ledger.valueOf(emulator.strangers.mint("kosli"));
  expect((await make({ name: "bot", privilege: "member" }, token)).body.creating_user_id).toBe("service-account-ci");
  expect((await kosli(`GET ${accountsPath}/bot`, { token })).status).toBe(200);
  const person = emulator.tokens.issue("kosli", { kind: "member", name: "ci" });
  expect((await kosli(`GET ${accountsPath}/bot`, { token: person })).status).toBe(403);
});

test("the deletion of an account is no catastrophe where it is meant, and a path that collapses to one always is", async () => {
  emulator.switches.kosli.accountDeletion = "meant";
  await make({ name: "bot", privilege: "member" });
  expect((await kosli(`DELETE ${accountsPath}/bot`)).text).toBe('"OK"');
  expect(emulator.ledger.catastrophes).toEqual([]);
  for (const [count, end] of ["/api-keys/..", "/api-keys/%2e%2e", "/", "%2F"].entries()) {
    expect(await rawStatus(emulator, "kosli", "DELETE", `/api/v2${accountPath}${end}`)).toBe(200);
    expect(emulator.ledger.catastrophes).toHaveLength(count + 1);
    emulator.place("kosli");
  }
  emulator.ledger.acknowledgeCatastrophe();
});
