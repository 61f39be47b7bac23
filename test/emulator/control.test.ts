/** Another process controls the emulator over its control URL: scripts, ledger, clock, tokens, strangers. */
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, vendorNames } from "../../emulator/index";
import { vendorClient } from "./vendor-client.test.support";

const keysPath = "/service-accounts/acme/ci/api-keys";
const mintRoute = "POST /service-accounts/:org/:name/api-keys";
let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

async function control(call: string, body?: object) {
  const [method = "GET", path = "/"] = call.split(" ");
  const response = await fetch(emulator.controlUrl + path, { method, ...(body && { body: JSON.stringify(body) }) });
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever was answered.
  return { status: response.status, body: (await response.json()) as any };
}

const mint = (token?: string) =>
  vendorClient(emulator, "kosli")(`POST ${keysPath}`, { body: { description: "x" }, ...(token && { token }) });

test("another process scripts answers as statuses, names and faults", async () => {
  const answers = [503, "status 200 with HTML, after commit", { commits: false, status: 429 }, "ok"];
  expect((await control("POST /script", { vendor: "kosli", route: mintRoute, answers })).body).toEqual({ ok: true });
  const statuses = [];
  for (let count = 0; count < 4; count++) statuses.push((await mint()).status);
  expect(statuses).toEqual([503, 200, 429, 201]);
});

test("another process reads the ledger without secrets, and the secrets when it asks for them", async () => {
  const { key } = (await mint()).body;
  const { body } = await control("GET /ledger");
  expect(body).toMatchObject({ calls: [{ status: 201 }], liveKeys: [{ vendor: "kosli" }], catastrophes: [] });
  expect(JSON.stringify(body)).not.toContain(key);
  expect((await control("GET /secrets")).body).toContain(key);
  expect((await control("GET /environment")).body).toEqual(emulator.environment());
});

test("another process moves the clock and flips switches", async () => {
  await control("POST /clock", { set: "2033-01-01T00:00:00Z", freeze: true });
  expect((await control("POST /clock", { advanceMs: 1000 })).body).toEqual({ now: "2033-01-01T00:00:01.000Z" });
  await control("POST /clock", { freeze: false });
  expect((await control("GET /clock")).body.now).toMatch(/^2033/);
  await control("POST /switches", { kosli: { keyField: "api_key" } });
  expect((await mint()).body).toHaveProperty("api_key");
  expect((await control("GET /switches")).body.kosli.keyField).toBe("api_key");
});

test("another process makes, revokes and expires tokens", async () => {
  const { token } = (await control("POST /tokens", { vendor: "kosli", name: "second" })).body;
  expect((await mint(token)).status).toBe(201);
  await control("POST /tokens/revoke", { token });
  expect((await mint(token)).status).toBe(401);
  await control("POST /tokens/expire", { token: emulator.tokens.kosli });
  expect((await mint()).status).toBe(401);
});

test("another process has a stranger mint, refuses connections, acknowledges and resets", async () => {
  expect((await control("POST /strangers", { vendor: "nekuda" })).body).toMatchObject({ mintedBy: "stranger" });
  expect((await control("POST /strangers", { vendor: "devin", id: "svc_key.1" })).body.id).toBe("svc_key.1");
  await control("POST /refuse", { vendor: "kosli" });
  await expect(mint()).rejects.toThrow();
  await control("POST /accept", { vendor: "kosli" });
  expect((await mint()).status).toBe(201);
  await vendorClient(emulator, "devin")("DELETE /v2/enterprise/api-keys");
  await control("POST /acknowledge-catastrophe");
  await control("POST /reset");
  expect((await control("GET /ledger")).body).toMatchObject({ calls: [], liveKeys: [], catastrophes: [] });
});

test("a mistake is answered with what was expected", async () => {
  const error = async (call: string, body?: object) => {
    const answer = await control(call, body);
    return [answer.status, answer.body.error];
  };
  expect(await error("GET /nowhere")).toEqual([404, expect.stringContaining("GET /ledger")]);
  expect(await error("POST /refuse", { vendor: "acme" })).toEqual([400, `vendor: one of ${vendorNames.join(", ")}`]);
  const script = { vendor: "kosli", route: mintRoute };
  expect(await error("POST /script", { ...script, answers: "oops" })).toEqual([
    400,
    expect.stringContaining("GET /faults"),
  ]);
  expect(await error("POST /script", { ...script, answers: [true] })).toEqual([
    400,
    expect.stringContaining("answers:"),
  ]);
  expect(await error("POST /script", { ...script, route: "GET /x", answers: 500 })).toEqual([
    400,
    expect.stringContaining("no route"),
  ]);
  expect(await error("POST /switches", { kosli: { keyField: "KEY" } })).toEqual([
    400,
    expect.stringContaining("api_key"),
  ]);
  expect(await error("POST /clock", { set: "soon" })).toEqual([400, "not an instant: soon"]);
  const [anyVendor = ""] = vendorNames;
  for (const [call, body] of [
    ["POST /clock", { advanceMs: "3600000" }],
    ["POST /clock", { advance: 1 }],
    ["POST /clock", { set: null }],
    ["POST /switches", { [anyVendor]: "x" }],
    ["POST /script", { ...script, answers: 202 }],
    ["POST /tokens", { vendor: anyVendor, kindd: "reader" }],
    ["POST /strangers", { vendor: anyVendor, org_id: "x" }],
    ["POST /strangers", { vendor: anyVendor, expiresAt: "soon" }],
  ] as const) {
    expect([call, await error(call, body)]).toEqual([call, [400, expect.any(String)]]);
  }
  expect(await error("POST /reset", [])).toEqual([400, "the body is a JSON object"]);
  expect(Object.keys((await control("GET /faults")).body)).toContain("truncated body");
});
