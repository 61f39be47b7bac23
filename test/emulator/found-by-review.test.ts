/** What a review by another client has found: answers that were not as documented, and mistakes that were taken without a word. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  createEmulator,
  type Emulator,
  type Fault,
  lag,
  ok,
  redirect,
  refuse,
  reset,
  status,
} from "../../emulator/index";
import { vendorClient } from "./vendor-client.test.support";

const keysPath = "/service-accounts/acme/ci/api-keys";
const hourMs = 3_600_000;
let emulator: Emulator;
let kosli: ReturnType<typeof vendorClient>;
let devin: ReturnType<typeof vendorClient>;
let nekuda: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator();
  kosli = vendorClient(emulator, "kosli");
  devin = vendorClient(emulator, "devin");
  nekuda = vendorClient(emulator, "nekuda");
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

test("a Kosli key that takes the place of one that expires does not expire with it", async () => {
  const expiresAt = Math.floor((emulator.clock.now() + hourMs) / 1000);
  const { id } = (await kosli(`POST ${keysPath}`, { body: { description: "x", expires_at: expiresAt } })).body;
  const { body } = await kosli(`POST ${keysPath}/${id}/rotate`, { body: { expires_at: 0 } });
  expect(body.expires_at).toBe(0);
  emulator.clock.advance(2 * hourMs);
  expect(emulator.ledger.authenticates(body.key)).toBe(true);
});

test("an open connection that has asked nothing is cut when connections are refused", async () => {
  const { hostname, port } = new URL(emulator.urls.devin);
  const idle = connect(Number(port), hostname);
  await once(idle, "connect");
  emulator.script("devin", "*", refuse());
  await devin("GET /v2/enterprise/api-keys");
  if (!idle.destroyed) await once(idle.resume(), "close");
  emulator.script("devin", "*", ok);
  await emulator.accept("devin");
});

test("a redirect to itself keeps what was asked for, and one to the collection leads there", async () => {
  emulator.script("devin", "*", redirect(302));
  const path = "/v2/enterprise/api-keys?page=2&per_page=1";
  expect((await devin(`GET ${path}`)).headers.get("location")).toBe(path);
  emulator.script("nekuda", "*", redirect(307, "collection"));
  const { headers } = await nekuda("PUT /api/v2/api-keys/some-id/revoke");
  expect(headers.get("location")).toBe("/api/v2/api-keys");
});

test("a header of a fault takes the place of its like, in whatever case", async () => {
  const headers = { "Content-Type": "text/plain", "Retry-After": "5" };
  emulator.script("kosli", "*", { ...status(429), retryAfterDateMs: 2_000, headers });
  const answer = await kosli(`GET ${keysPath}`);
  expect(["content-type", "retry-after"].map((name) => answer.headers.get(name))).toEqual(["text/plain", "5"]);
});

test("a call that takes effect is on record also when its answer echoes nothing, or has no body to break off in", async () => {
  const key = emulator.strangers.mint("nekuda");
  const path = `/api/v2/api-keys/${key.id}`;
  await nekuda(`PUT ${path}/revoke`);
  emulator.script("nekuda", "*", { commits: true, body: "echo" });
  expect((await nekuda(`DELETE ${path}`)).status).toBe(204);
  const other = emulator.strangers.mint("nekuda");
  emulator.script("nekuda", "*", [ok, reset("mid-body")]);
  await nekuda(`PUT /api/v2/api-keys/${other.id}/revoke`);
  await nekuda(`DELETE /api/v2/api-keys/${other.id}`).catch(() => undefined);
  expect(emulator.ledger.calls({ method: "DELETE" }).map((call) => [call.status, call.committed])).toEqual([
    [204, true],
    [null, true],
  ]);
});

test("a list of another organization shows nothing of a lag", async () => {
  const { scope } = emulator.place("devin");
  emulator.script("devin", "POST /v2/enterprise/api-keys", lag({ lists: 1 }));
  await devin("POST /v2/enterprise/api-keys", { body: { org_id: scope } });
  await devin("GET /v2/enterprise/api-keys?org_id=org-other");
  const list = async () => (await devin(`GET /v2/enterprise/api-keys?org_id=${scope}`)).body.total;
  const before = await list();
  expect(await list()).toBe(before + 1);
});

test("the ledger is written without the values that a client put into a path or a query", async () => {
  const value = emulator.tokens.devin;
  await devin(`GET /v2/enterprise/api-keys/${value}?q=${value}`);
  expect(JSON.stringify(emulator.ledger)).not.toContain(value);
});

describe("a fault that cannot be meant is refused:", () => {
  test.each<[string, object]>([
    ["a header that cannot be sent", { commits: true, headers: { "x y": "1" } }],
    ["one that frames the body", { commits: true, headers: { "Content-Length": "2" } }],
    ["a list in a word's place", { commits: true, body: ["html"] }],
    ["a delay of nothing", { commits: true, delayMs: 500 }],
    ["what is not read and takes effect", { commits: true, delivery: "reset-unread" }],
    ["half a status", { commits: false, status: 204.5 }],
    ["a refusal that has ended", { commits: true, refuses: -1 }],
    ["a date beyond all", { commits: true, dateSkewMs: 1e18 }],
    ["a lag of nothing", { commits: true, lag: {} }],
    ["a misspelt lag", { commits: true, lag: { list: 3 } }],
  ])("%s", (_, fault) => {
    expect(() => emulator.script("kosli", "*", fault as Fault)).toThrow(/^a fault|^what is not read/);
  });
});
