/** Devin's calls, as the vendor documents them: what each answers and refuses, and what its switches change. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { choices } from "../../../../emulator/devin/switches";
import { codes, createEmulator, type Emulator } from "../../../../emulator/index";
import { rawStatus, vendorClient } from "../../../emulator/vendor-client.test.support";

const keysPath = "/v2/enterprise/api-keys";
let emulator: Emulator;
let devin: ReturnType<typeof vendorClient>;
let orgId: string;

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
  devin = vendorClient(emulator, "devin");
});
beforeEach(async () => {
  await emulator.reset();
  orgId = emulator.place("devin").scope;
});
afterAll(() => emulator.close());

async function mint(body: object = { org_id: orgId }): Promise<string> {
  const answer = await devin(`POST ${keysPath}`, { body });
  expect(answer.status).toBe(200);
  return answer.body.api_key;
}

async function idOf(value: string): Promise<string> {
  emulator.switches.devin.selfAnswersServiceKeys = 200;
  return (await devin("GET /v2/enterprise/self", { token: value })).body.api_key_id;
}

test("create answers the key and its org, and no id", async () => {
  const answer = await devin(`POST ${keysPath}`, { body: { org_id: orgId } });
  expect(answer.body).toEqual({ api_key: expect.stringMatching(/^apk_CANARY/), org_id: orgId });
});

test("create refuses a body without org_id, no body, and an org of nobody", async () => {
  const missing = await devin(`POST ${keysPath}`, { body: {} });
  expect([missing.status, missing.body.detail[0].loc]).toEqual([422, ["body", "org_id"]]);
  expect((await devin(`POST ${keysPath}`)).status).toBe(422);
  expect((await devin(`POST ${keysPath}`, { body: { org_id: 7 } })).status).toBe(422);
  expect((await devin(`POST ${keysPath}`, { body: { org_id: "org-unknown" } })).status).toBe(404);
  emulator.switches.devin.createUnknownOrg = 422;
  expect((await devin(`POST ${keysPath}`, { body: { org_id: "org-unknown" } })).status).toBe(422);
  expect(emulator.ledger.liveKeys()).toEqual([]);
});

test("create refuses a body that is no JSON, is not said to be, or is no object", async () => {
  const text = JSON.stringify({ org_id: orgId });
  const types = [];
  for (const sent of [{ text: text.slice(1) }, { text, contentType: "text/plain" }, { text: "[]" }]) {
    const answer = await devin(`POST ${keysPath}`, sent);
    expect([answer.status, answer.body.detail[0].loc]).toEqual([422, ["body"]]);
    types.push(answer.body.detail[0].type);
  }
  expect(types).toEqual(["json_invalid", "model_attributes_type", "model_attributes_type"]);
  expect(emulator.ledger.liveKeys()).toEqual([]);
  const problem = { text, contentType: "application/merge-patch+json; charset=utf-8" };
  expect((await devin(`POST ${keysPath}`, problem)).status).toBe(200);
});

test("self names the key that asks, and the person behind a personal one", async () => {
  const id = await idOf(await mint());
  expect(id).toMatch(/^apk-[0-9a-f]{32}$/);
  expect(id).toBe(emulator.ledger.mints[0]?.id);
  const admin = (await devin("GET /v2/enterprise/self")).body;
  expect(admin).toMatchObject({ org_id: orgId, user_email: "admin@acme.example" });
});

test("self answers as its switches say", async () => {
  const token = await mint();
  for (const status of choices.selfAnswersServiceKeys) {
    emulator.switches.devin.selfAnswersServiceKeys = status;
    emulator.switches.devin.selfAnswersAdminKeys = status;
    expect((await devin("GET /v2/enterprise/self", { token })).status).toBe(status);
    expect((await devin("GET /v2/enterprise/self")).status).toBe(status);
  }
});

test("self refuses a service key, in the documented words", async () => {
  const token = await mint();
  const refusal = { detail: "service API keys and organization-level keys are not accepted" };
  const answer = await devin("GET /v2/enterprise/self", { token });
  expect([answer.status, answer.body]).toEqual([403, refusal]);
  emulator.switches.devin.selfAnswersServiceKeys = 401;
  expect((await devin("GET /v2/enterprise/self", { token })).body).toEqual(refusal);
});

test("self tells nothing of the person or the organization where its switch says so", async () => {
  const shown = [];
  for (const selfNulls of choices.selfNulls) {
    emulator.switches.devin.selfNulls = selfNulls;
    const { api_key_id, org_id, user_id, user_email } = (await devin("GET /v2/enterprise/self")).body;
    expect(api_key_id).toMatch(/^apk-/);
    shown.push([org_id, user_id, user_email]);
  }
  const [org, user, email] = [orgId, "user-admin", "admin@acme.example"];
  expect(shown).toEqual([
    [org, user, email],
    [org, user, null],
    [org, null, null],
    [null, user, email],
    [null, null, null],
  ]);
});

test("a new id has 32 digits, or 35 as in the vendor's example", async () => {
  for (const idDigits of choices.idDigits) {
    emulator.switches.devin.idDigits = idDigits;
    await mint();
    expect(emulator.ledger.mints.at(-1)?.id).toMatch(new RegExp(`^apk-[0-9a-f]{${idDigits}}$`));
  }
});

test("a stranger's key is listed under whatever id it has", async () => {
  const ids = ["svc_key.1", "a/b", ".", "", `apk-${"a1".repeat(17)}b`];
  for (const id of ids) emulator.strangers.mint("devin", { id });
  await mint();
  const { items } = (await devin(`GET ${keysPath}`)).body;
  expect(items.map((item: { id: string }) => item.id)).toEqual(expect.arrayContaining(ids));
  expect(items.filter((item: { is_service_key: boolean }) => item.is_service_key)).toHaveLength(ids.length + 1);
  expect((await devin(`DELETE ${keysPath}/svc_key.1`)).status).toBe(200);
  expect(emulator.ledger.revokes.map(({ id }) => id)).toEqual(["svc_key.1"]);
});

test("the list shows the service keys and the admin's own, page by page", async () => {
  for (let count = 0; count < 4; count++) await mint();
  const first = (await devin(`GET ${keysPath}?page=1&per_page=3`)).body;
  expect(first).toMatchObject({ total: 5, skip: 0, limit: 3, has_more: true, next_cursor: 2 });
  const second = (await devin(`GET ${keysPath}?page=2&per_page=3`)).body;
  expect(second).toMatchObject({ total: 5, skip: 3, limit: 3, has_more: false, next_cursor: null });
  const items = [...first.items, ...second.items];
  expect(items.filter((item) => item.is_service_key)).toHaveLength(4);
  expect(new Set(items.map((item) => item.id)).size).toBe(5);
  expect(items[0]).toMatchObject({ org_id: orgId, user_id: null, created_at: expect.stringMatching(/Z$/) });
});

test("the list takes pages from 1 and up to 100 items, 25 by default", async () => {
  expect((await devin(`GET ${keysPath}`)).body.limit).toBe(25);
  for (const query of ["page=0", "per_page=0", "per_page=101", "page=x"]) {
    expect((await devin(`GET ${keysPath}?${query}`)).status).toBe(422);
  }
});

test("the list can be narrowed to an org", async () => {
  const other = emulator.place("devin", { scope: `org-${"0".repeat(32)}` }).scope;
  await mint();
  await mint({ org_id: other });
  const { items } = (await devin(`GET ${keysPath}?org_id=${other}`)).body;
  expect(items.map((item: { org_id: string }) => item.org_id)).toEqual([other]);
});

test("the order of the list is a switch, and shuffled is the same each time", async () => {
  for (let count = 0; count < 6; count++) await mint();
  const made = emulator.ledger.keys.flatMap(({ vendor, id }) => (vendor === "devin" ? [id] : []));
  const listed = async (order: (typeof choices.listOrder)[number]) => {
    emulator.switches.devin.listOrder = order;
    return (await devin(`GET ${keysPath}`)).body.items.map((item: { id: string }) => item.id);
  };
  expect(await listed("oldest")).toEqual(made);
  expect(await listed("newest")).toEqual(made.toReversed());
  expect(await listed("shuffled")).toEqual(await listed("shuffled"));
  expect((await listed("shuffled")).toSorted()).toEqual(made.toSorted());
});

test("api_key_value is masked, whole, null or absent", async () => {
  const value = await mint();
  const shown = async (choice: (typeof choices.apiKeyValue)[number]) => {
    emulator.switches.devin.apiKeyValue = choice;
    return (await devin(`GET ${keysPath}`)).body.items[0].api_key_value;
  };
  expect(await shown("whole")).toBe(value);
  expect(await shown("masked")).toMatch(/^apk_\.\.\..{4}$/);
  expect(await shown("masked by …")).toBe(`apk_…${value.slice(-4)}`);
  expect(await shown("masked by ***")).toBe(`apk_***${value.slice(-4)}`);
  expect(await shown("masked with a short tail")).toBe(`apk_...${value.slice(-2)}`);
  expect(await shown("null")).toBeNull();
  expect(await shown("absent")).toBeUndefined();
});

test("created_at is as exact as its switch says", async () => {
  emulator.clock.freeze();
  emulator.clock.set("2031-05-06T07:08:09.012Z");
  await mint();
  const shown = [];
  for (const form of choices.instants) {
    emulator.switches.devin.instants = form;
    shown.push((await devin(`GET ${keysPath}`)).body.items[0].created_at);
  }
  expect(shown).toEqual(["2031-05-06T07:08:09.012Z", "2031-05-06T07:08:09Z", "2031-05-06T07:08:09.012000Z"]);
});

test("optional fields without a value can be absent", async () => {
  await mint();
  emulator.switches.devin.unsetFields = "absent";
  expect((await devin(`GET ${keysPath}`)).body.items[0]).not.toHaveProperty("user_id");
});

test("a new key can be missing from the first lists", async () => {
  emulator.switches.devin.listLagMs = 400;
  const total = async () => (await devin(`GET ${keysPath}`)).body.total;
  emulator.clock.freeze();
  await mint();
  expect(await total()).toBe(1);
  emulator.clock.advance(400);
  expect(await total()).toBe(2);
});

test("revoke ends the key and takes it off the list", async () => {
  const value = await mint();
  const answer = await devin(`DELETE ${keysPath}/${await idOf(value)}`);
  expect([answer.status, answer.body]).toEqual([200, { status: "success" }]);
  expect((await devin(`GET ${keysPath}`)).body.total).toBe(1);
  expect(emulator.ledger.authenticates(value)).toBe(false);
  expect((await devin("GET /v2/enterprise/self", { token: value })).status).toBe(401);
});

test("revoking an unknown or a revoked id answers as its switch says", async () => {
  const id = await idOf(await mint());
  await devin(`DELETE ${keysPath}/${id}`);
  for (const status of choices.revokeUnknown) {
    emulator.switches.devin.revokeUnknown = status;
    expect((await devin(`DELETE ${keysPath}/apk-unknown`)).status).toBe(status);
    emulator.switches.devin.revokeRevoked = status;
    expect((await devin(`DELETE ${keysPath}/${id}`)).status).toBe(status);
  }
});

test("an admin who revokes the key that asks is locked out", async () => {
  const { api_key_id } = (await devin("GET /v2/enterprise/self")).body;
  expect((await devin(`DELETE ${keysPath}/${api_key_id}`)).status).toBe(200);
  expect((await devin(`GET ${keysPath}`)).status).toBe(401);
});

test("only an admin's personal key manages keys", async () => {
  expect((await devin(`GET ${keysPath}`, { token: null })).status).toBe(401);
  expect((await devin(`GET ${keysPath}`, { token: "apk_user_unknown" })).status).toBe(401);
  for (const kind of ["cog", "service"]) {
    const token = emulator.tokens.issue("devin", { kind });
    expect((await devin(`GET ${keysPath}`, { token })).status).toBe(403);
    expect((await devin(`POST ${keysPath}`, { token, body: { org_id: orgId } })).status).toBe(403);
  }
});

test("another enterprise sees and revokes none of the first's keys", async () => {
  const id = await idOf(await mint());
  const token = emulator.tokens.issue("devin", { account: "other", name: "other admin" });
  expect((await devin(`GET ${keysPath}`, { token })).body.total).toBe(1);
  expect((await devin(`DELETE ${keysPath}/${id}`, { token })).status).toBe(404);
  expect((await devin(`POST ${keysPath}`, { token, body: { org_id: orgId } })).status).toBe(404);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
});

test("errors come as detail or as problem+json", async () => {
  expect((await devin(`GET ${keysPath}`, { token: null })).body).toEqual({ detail: "Not authenticated" });
  emulator.switches.devin.errorShape = "problem";
  const problem = await devin(`POST ${keysPath}`, { body: {} });
  expect(problem.headers.get("content-type")).toBe("application/problem+json");
  expect(problem.body).toMatchObject({ status: 422, title: "Unprocessable Entity", errors: [{ type: "missing" }] });
  expect((await devin("GET /nowhere")).body).toMatchObject({ status: 404, detail: "Not Found" });
});

test.each([
  keysPath,
  `${keysPath}/`,
  `${keysPath}//`,
  `${keysPath}/.`,
  `${keysPath}/%2e`,
  `${keysPath}/%2F`,
  `${keysPath}/apk-1/..`,
  `${keysPath}/apk-1/%2e%2e`,
  `${keysPath}/x/../?page=1`,
])("DELETE %s revokes every key of the enterprise, and is never forgotten", async (path) => {
  await mint();
  await mint();
  const stranger = emulator.strangers.mint("devin", { account: "other" });
  expect(await rawStatus(emulator, "devin", "DELETE", path)).toBe(200);
  expect(emulator.ledger.liveKeys()).toEqual([stranger]);
  await emulator.reset();
  expect(emulator.ledger.catastrophes).toHaveLength(1);
  emulator.ledger.acknowledgeCatastrophe();
});

test("the mere attempt to revoke everything is a catastrophe", async () => {
  emulator.script("devin", `DELETE ${keysPath}`, codes(500));
  await devin(`DELETE ${keysPath}`, { token: null });
  expect(emulator.ledger.catastrophes).toHaveLength(1);
  emulator.ledger.acknowledgeCatastrophe();
});
