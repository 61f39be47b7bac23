/** Kosli's calls about keys, as the vendor documents them: what each answers and refuses, and what its switches change. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../../../emulator/index";
import { rawStatus, vendorClient } from "../../../emulator/vendor-client.test.support";

const accountPath = "/service-accounts/acme/ci";
const keysPath = `${accountPath}/api-keys`;
const hourMs = 3_600_000;
const longestMs = 365 * 24 * hourMs;
let emulator: Emulator;
let kosli: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator({ now: "2030-01-01T00:00:00Z" });
  kosli = vendorClient(emulator, "kosli");
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function mint(body: object = { description: "deploys" }) {
  const answer = await kosli(`POST ${keysPath}`, { body });
  expect(answer.status).toBe(201);
  return answer.body;
}

const inSeconds = (ms: number) => Math.floor((emulator.clock.now() + ms) / 1000);

test("create answers 201 with the key, and seconds since the epoch", async () => {
  const expiresAt = inSeconds(hourMs);
  const made = await mint({ description: "deploys", expires_at: expiresAt });
  expect(made).toEqual({
    id: expect.any(String),
    key: expect.any(String),
    description: "deploys",
    created_at: expect.any(Number),
    expires_at: expiresAt,
  });
  expect(made.created_at).toBeCloseTo(emulator.clock.now() / 1000, -1);
  expect(emulator.ledger.authenticates(made.key)).toBe(true);
});

test("create refuses a missing or empty description and an expiry that is past or no number", async () => {
  for (const body of [{}, { description: "" }, { description: 7 }]) {
    const answer = await kosli(`POST ${keysPath}`, { body });
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, ["description"]]);
  }
  const past = await kosli(`POST ${keysPath}`, { body: { description: "x", expires_at: inSeconds(-hourMs) } });
  expect([past.status, past.body.message]).toEqual([400, "expires_at cannot be in the past"]);
  for (const odd of ["soon", "4102444800", true, inSeconds(hourMs) + 0.5, 1e300, 253_402_300_800]) {
    const answer = await kosli(`POST ${keysPath}`, { body: { description: "x", expires_at: odd } });
    expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([400, ["expires_at"]]);
  }
  expect((await kosli(`POST ${keysPath}`)).status).toBe(400);
  expect(emulator.ledger.mints).toEqual([]);
});

test("a body that is no JSON object is refused wherever one is taken, and nothing is done", async () => {
  const { id } = await mint();
  const text = JSON.stringify({ description: "x", name: "bot", privilege: "admin", expires_at: inSeconds(hourMs) });
  for (const route of [
    `POST ${keysPath}`,
    `POST ${keysPath}/${id}/rotate`,
    `PATCH ${accountPath}`,
    "POST /service-accounts/acme",
  ]) {
    for (const sent of [{ text: text.slice(1) }, { text, contentType: "text/plain" }, { text: "[]" }, { text: "7" }]) {
      const answer = await kosli(route, sent);
      expect([answer.status, typeof answer.body.message]).toEqual([400, "string"]);
    }
  }
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
  expect((await kosli(`GET ${accountPath}`)).body.privilege).toBe("member");
  expect((await kosli(`POST ${keysPath}/${id}/rotate`)).status).toBe(201);
});

test("a description of a thousand characters is taken", async () => {
  expect((await mint({ description: "x".repeat(1000) })).description).toHaveLength(1000);
});

test("list and get show active keys, never their values", async () => {
  const { id, key } = await mint();
  const list = await kosli(`GET ${keysPath}`);
  const fields = ["id", "description", "created_at", "expires_at", "last_used_at"];
  expect(Object.keys(list.body[0]).toSorted()).toEqual(fields.toSorted());
  expect(list.text).not.toContain(key);
  expect((await kosli(`GET ${keysPath}/${id}`)).body).toEqual(list.body[0]);
});

test("an expired key is neither listed nor found", async () => {
  const { id, key } = await mint({ description: "x", expires_at: inSeconds(hourMs) });
  emulator.clock.advance(hourMs + 1000);
  expect((await kosli(`GET ${keysPath}`)).body).toEqual([]);
  expect((await kosli(`GET ${keysPath}/${id}`)).status).toBe(404);
  expect(emulator.ledger.liveKeys()).toEqual([]);
  expect(emulator.ledger.authenticates(key)).toBe(false);
});

test("revoke answers the bare string, and then the key is not found", async () => {
  const { id } = await mint();
  const answer = await kosli(`DELETE ${keysPath}/${id}`);
  expect([answer.status, answer.text]).toEqual([200, '"revoked"']);
  const gone = await kosli(`GET ${keysPath}/${id}`);
  expect([gone.status, gone.body]).toEqual([404, { message: "API key not found" }]);
  expect((await kosli(`DELETE ${keysPath}/${id}`)).status).toBe(404);
  emulator.switches.kosli.revokeRevoked = 200;
  expect((await kosli(`DELETE ${keysPath}/${id}`)).status).toBe(200);
  expect((await kosli(`DELETE ${keysPath}/unknown`)).status).toBe(404);
});

test("rotate keeps the previous key for 24 hours, then the server revokes it", async () => {
  const previous = await mint();
  const answer = await kosli(`POST ${keysPath}/${previous.id}/rotate`, { body: {} });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({ description: "deploys" });
  expect(answer.body.expires_at).toBeCloseTo(inSeconds(longestMs), -1);
  expect(answer.body.id).not.toBe(previous.id);
  expect(answer.body.grace_period_expires_at).toBeCloseTo(inSeconds(24 * hourMs), -1);
  expect(emulator.ledger.liveKeys("kosli")).toHaveLength(2);
  emulator.clock.advance(24 * hourMs);
  expect(emulator.ledger.liveKeys("kosli").map(({ id }) => id)).toEqual([answer.body.id]);
  expect((await kosli(`GET ${keysPath}/${previous.id}`)).status).toBe(404);
});

test("rotate takes its own grace period and expiry, and refuses a revoked key", async () => {
  const { id } = await mint();
  const bad = await kosli(`POST ${keysPath}/${id}/rotate`, { body: { grace_period_hours: -1 } });
  expect([bad.status, Object.keys(bad.body.errors)]).toEqual([400, ["grace_period_hours"]]);
  const expiresAt = inSeconds(48 * hourMs);
  const body = { grace_period_hours: 0, expires_at: expiresAt };
  expect((await kosli(`POST ${keysPath}/${id}/rotate`, { body })).body.expires_at).toBe(expiresAt);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
  expect((await kosli(`POST ${keysPath}/${id}/rotate`, { body })).status).toBe(404);
});

test("a Kosli key that takes the place of one that expires does not expire with it", async () => {
  const { id } = await mint({ description: "x", expires_at: inSeconds(hourMs) });
  const { body } = await kosli(`POST ${keysPath}/${id}/rotate`, { body: { expires_at: 0 } });
  expect(body.expires_at).toBeCloseTo(inSeconds(longestMs), -1);
  emulator.clock.advance(2 * hourMs);
  expect(emulator.ledger.authenticates(body.key)).toBe(true);
});

test("no key lives longer than 365 days: more is shortened without a word, and who asks for none gets that", async () => {
  const asked = [undefined, 0, inSeconds(2 * longestMs), inSeconds(longestMs / 2)];
  const bodies = await Promise.all(asked.map((expires_at) => mint({ description: "x", expires_at })));
  const longest = inSeconds(longestMs);
  for (const [index, expected] of [longest, longest, longest, inSeconds(longestMs / 2)].entries())
    expect(bodies[index]?.expires_at).toBeCloseTo(expected, -1);
  emulator.switches.kosli.longestLife = "unbounded";
  const unbounded = await Promise.all(asked.map((expires_at) => mint({ description: "x", expires_at })));
  expect(unbounded.map(({ expires_at }) => expires_at)).toEqual(asked.map((seconds) => seconds ?? 0));
});

test("never is 0, null or absent, as the switches say", async () => {
  emulator.switches.kosli.longestLife = "unbounded";
  const { id } = await mint();
  expect((await kosli(`GET ${keysPath}/${id}`)).body).toMatchObject({ expires_at: 0, last_used_at: 0 });
  emulator.switches.kosli.expiresAtNever = null;
  emulator.switches.kosli.lastUsedNever = null;
  expect((await kosli(`GET ${keysPath}/${id}`)).body).toMatchObject({ expires_at: null, last_used_at: null });
  emulator.switches.kosli.expiresAtNever = "absent";
  emulator.switches.kosli.lastUsedNever = "absent";
  const { body } = await kosli(`GET ${keysPath}/${id}`);
  expect(Object.keys(body).toSorted()).toEqual(["created_at", "description", "id"]);
});

test("an expiry is a whole number in every answer", async () => {
  const { id } = emulator.strangers.mint("kosli", { expiresAt: emulator.clock.now() + hourMs + 0.5 });
  for (const path of [keysPath, `${keysPath}/${id}`]) {
    const [row] = [(await kosli(`GET ${path}`)).body].flat();
    expect(Number.isInteger(row.expires_at)).toBe(true);
  }
});

test("what create refuses comes as 400 with errors, or as 422 with detail", async () => {
  emulator.switches.kosli.invalidCreate = 422;
  const odd = [{ description: "" }, { description: "x", expires_at: "soon" }, []];
  const locs = [];
  for (const body of odd) {
    const answer = await kosli(`POST ${keysPath}`, { body });
    expect([answer.status, answer.body.message]).toEqual([422, undefined]);
    locs.push(answer.body.detail[0].loc);
  }
  expect(locs).toEqual([["body", "description"], ["body", "expires_at"], ["body"]]);
  const past = await kosli(`POST ${keysPath}`, { body: { description: "x", expires_at: inSeconds(-hourMs) } });
  expect([past.status, past.body]).toEqual([400, { message: "expires_at cannot be in the past" }]);
  expect((await kosli("POST /service-accounts/acme", { body: { name: "a b" } })).body.detail[0].loc).toEqual([
    "body",
    "name",
  ]);
});

test("an older server knows no call for one key, and does not say that the key is missing", async () => {
  const { id } = await mint();
  for (const token of [emulator.tokens.kosli, null]) {
    emulator.switches.kosli.singleGet = "login page";
    const redirected = await kosli(`GET ${keysPath}/${id}`, { token });
    expect([redirected.status, redirected.body]).toEqual([302, undefined]);
    const login = new URL(redirected.headers.get("location") ?? "", emulator.urls.kosli);
    const page = await fetch(login);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    emulator.switches.kosli.singleGet = "JSON 404";
    const missing = await kosli(`GET ${keysPath}/${id}`, { token });
    expect([missing.status, missing.body.message]).toEqual([404, expect.not.stringContaining("API key not found")]);
  }
  expect((await kosli(`GET ${keysPath}`)).body.map((row: { id: string }) => row.id)).toEqual([id]);
  expect((await kosli(`DELETE ${keysPath}/${id}`)).status).toBe(200);
});

test("a live key may ask for its organization's environments, and that is a use of it; a dead one is 401", async () => {
  const { id, key } = await mint();
  expect(emulator.ledger.mints[0]?.lastUsedAt).toBeNull();
  const answer = await kosli("GET /environments/acme", { token: key });
  expect([answer.status, answer.body]).toEqual([200, []]);
  expect((await kosli(`GET ${keysPath}/${id}`)).body.last_used_at).toBeCloseTo(emulator.clock.now() / 1000, -1);
  expect((await kosli("GET /environments/other", { token: key })).status).toBe(403);
  await kosli(`DELETE ${keysPath}/${id}`);
  expect((await kosli("GET /environments/acme", { token: key })).status).toBe(401);
});

test("the key comes as key, as api_key or as both", async () => {
  emulator.switches.kosli.keyField = "api_key";
  const renamed = await mint();
  expect([renamed.key, typeof renamed.api_key]).toEqual([undefined, "string"]);
  emulator.switches.kosli.keyField = "both";
  const both = await mint();
  expect(both.key).toBe(both.api_key);
});

test("X-Request-ID is there unless switched off", async () => {
  expect((await kosli(`GET ${keysPath}`)).headers.get("x-request-id")).toMatch(/\w/);
  emulator.switches.kosli.answersRequestId = false;
  expect((await kosli(`GET ${keysPath}`)).headers.has("x-request-id")).toBe(false);
});

test("last_used_at tells when a key was used", async () => {
  const { id, key } = await mint();
  expect((await kosli("GET /emulator/authenticate", { token: key })).body).toMatchObject({ valid: true, key_id: id });
  expect((await kosli(`GET ${keysPath}/${id}`)).body.last_used_at).toBeCloseTo(emulator.clock.now() / 1000, -1);
});

test.each([
  [`${keysPath}/..`, 200],
  [`${keysPath}/%2e%2e`, 200],
  [`${keysPath}/`, 405],
  [`${keysPath}/.`, 405],
])("DELETE %s, as an id that is none makes it, is never forgotten", async (path, status) => {
  expect(await rawStatus(emulator, "kosli", "DELETE", `/api/v2${path}`)).toBe(status);
  await emulator.reset();
  expect(emulator.ledger.catastrophes).toHaveLength(1);
  emulator.ledger.acknowledgeCatastrophe();
});

test("no token is 401; another org's token and a reader's are 403", async () => {
  expect((await kosli(`GET ${keysPath}`, { token: null })).status).toBe(401);
  const other = await kosli(`GET ${keysPath}`, { token: emulator.tokens.issue("kosli", { account: "other" }) });
  expect([other.status, other.body.message]).toEqual([403, "You don't have permission to access this resource"]);
  const token = emulator.tokens.issue("kosli", { kind: "reader" });
  expect((await kosli(`POST ${keysPath}`, { token, body: { description: "x" } })).status).toBe(403);
});

test("a minted key may do what its service account may", async () => {
  const { key } = await mint();
  expect((await kosli(`GET ${keysPath}`, { token: key })).status).toBe(403);
  await kosli(`PATCH ${accountPath}`, { body: { privilege: "admin" } });
  expect((await kosli(`GET ${keysPath}`, { token: key })).status).toBe(200);
});
