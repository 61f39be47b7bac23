/** nekuda's calls, as the vendor documents them: what each answers and refuses, and what its switches change. */
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../../../emulator/index";
import { choices } from "../../../../emulator/nekuda/switches";
import { vendorClient } from "../../../emulator/vendor-client.test.support";

const keysPath = "/api/v2/api-keys/";
let emulator: Emulator;
let nekuda: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator();
  nekuda = vendorClient(emulator, "nekuda");
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function mint(body: object = { name: "shop" }) {
  const answer = await nekuda(`POST ${keysPath}`, { body });
  expect(answer.status).toBe(emulator.switches.nekuda.createStatus);
  return answer.body;
}

test("create answers the pair, and the private key this once", async () => {
  const made = await mint({ name: "shop", description: "front" });
  expect(made).toMatchObject({ name: "shop", description: "front", is_revoked: false, environment: "test" });
  expect(made.public_key).toMatch(/^pk_test_/);
  expect(made.private_key).toMatch(/^sk_test_/);
  expect(made.org_id).toBe(emulator.place("nekuda").scope);
  const list = await nekuda(`GET ${keysPath}`);
  expect(list.body).toHaveLength(1);
  expect(list.text).not.toContain(made.private_key);
  const one = await nekuda(`GET ${keysPath}${made.id}`);
  expect(one.body).toEqual(list.body[0]);
  const { private_key, ...rest } = made;
  expect(one.body).toEqual(rest);
});

test("create refuses names and descriptions out of their lengths", async () => {
  const bad = [{}, { name: "" }, { name: "x".repeat(101) }, { name: "x", description: "x".repeat(256) }, { name: 1 }];
  for (const body of bad) {
    const answer = await nekuda(`POST ${keysPath}`, { body });
    expect([answer.status, answer.body.detail[0].loc[0]]).toEqual([422, "body"]);
  }
  expect((await nekuda(`POST ${keysPath}`)).status).toBe(422);
  await mint({ name: "x".repeat(100), description: "x".repeat(255) });
  expect(emulator.ledger.mints).toHaveLength(1);
});

test("errors come in each of the forms that the vendor's SDK knows", async () => {
  const message = "API key not found";
  const bodies = {
    "{detail}": { detail: message },
    "{detail: {message}}": { detail: { message } },
    "{message, code}": { message, code: "not_found" },
    "{error}": { error: { code: "not_found", message, status_code: 404 } },
    HTML: undefined,
  };
  for (const errorShape of choices.errorShape) {
    emulator.switches.nekuda.errorShape = errorShape;
    const missing = await nekuda(`GET ${keysPath}unknown`);
    expect([missing.status, missing.body]).toEqual([404, bodies[errorShape]]);
    const type = errorShape === "HTML" ? "text/html; charset=utf-8" : "application/json";
    expect(missing.headers.get("content-type")).toBe(type);
    const invalid = await nekuda(`POST ${keysPath}`, { body: {} });
    expect([invalid.status, invalid.headers.get("content-type")]).toEqual([422, type]);
    if (errorShape === "{message, code}") expect(invalid.body.message).toBe("body.name: Field required");
  }
});

test("lengths are counted in code points", async () => {
  await mint({ name: "🔑".repeat(100), description: "🔑".repeat(255) });
  expect((await nekuda(`POST ${keysPath}`, { body: { name: "🔑".repeat(101) } })).status).toBe(422);
});

test("create refuses a body that is no JSON or is not said to be", async () => {
  const text = '{"name":"shop"}';
  for (const sent of [{ text: text.slice(1) }, { text, contentType: "application/x-www-form-urlencoded" }]) {
    const answer = await nekuda(`POST ${keysPath}`, sent);
    expect([answer.status, answer.body.detail[0].loc]).toEqual([422, ["body"]]);
  }
  expect(emulator.ledger.mints).toEqual([]);
});

test("instants come in each form of their switch", async () => {
  emulator.clock.freeze();
  const at = emulator.clock.now();
  const { id } = await mint();
  const shown = [];
  for (const form of choices.instants) {
    emulator.switches.nekuda.instants = form;
    shown.push((await nekuda(`GET ${keysPath}${id}`)).body.created_at);
  }
  const whole = new Date(at).toISOString().slice(0, 19);
  const ms = new Date(at).toISOString().slice(19, 23);
  expect(shown).toEqual([`${ms}Z`, "Z", `${ms}000Z`, `${ms}000`, `${ms}000+00:00`].map((end) => whole + end));
});

test("a revoked key stays in the list, and cannot come back", async () => {
  const { id, private_key } = await mint();
  const answer = await nekuda(`PUT ${keysPath}${id}/revoke`);
  expect(answer.body).toMatchObject({ id, name: "shop", is_revoked: true, expires_at: null });
  expect(answer.body).not.toHaveProperty("public_key");
  const [row] = (await nekuda(`GET ${keysPath}`)).body;
  expect(row).toMatchObject({ id, is_revoked: true, revoked_at: expect.any(String) });
  expect(emulator.ledger.authenticates(private_key)).toBe(false);
  for (const status of choices.revokeRevoked) {
    emulator.switches.nekuda.revokeRevoked = status;
    expect((await nekuda(`PUT ${keysPath}${id}/revoke`)).status).toBe(status);
  }
});

test("delete removes the row and ends the key, with or without a body", async () => {
  for (const [status, code, text] of [
    [204, 204, ""],
    ["200 empty", 200, ""],
    [200, 200, expect.stringContaining("deleted")],
    [202, 202, ""],
  ] as const) {
    emulator.switches.nekuda.deleteStatus = status;
    const { id } = await mint();
    const answer = await nekuda(`DELETE ${keysPath}${id}`);
    expect([answer.status, answer.text]).toEqual([code, text]);
    expect((await nekuda(`GET ${keysPath}${id}`)).status).toBe(404);
  }
  expect((await nekuda(`GET ${keysPath}`)).body).toEqual([]);
  expect(emulator.ledger.liveKeys()).toEqual([]);
});

test("delete of a live key can be refused; of a revoked one it is not", async () => {
  const { id } = await mint();
  for (const status of choices.deleteLive) {
    if (status === "allowed") continue;
    emulator.switches.nekuda.deleteLive = status;
    expect((await nekuda(`DELETE ${keysPath}${id}`)).status).toBe(status);
  }
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
  await nekuda(`PUT ${keysPath}${id}/revoke`);
  expect((await nekuda(`DELETE ${keysPath}${id}`)).status).toBe(204);
});

test("the collection without its slash redirects, is missing, or is accepted", async () => {
  const answer = await nekuda("POST /api/v2/api-keys?x=1", { body: { name: "x" } });
  expect([answer.status, answer.headers.get("location")]).toEqual([
    307,
    `${emulator.urls.nekuda}/api/v2/api-keys/?x=1`,
  ]);
  emulator.switches.nekuda.slashless = 404;
  expect((await nekuda("POST /api/v2/api-keys", { body: { name: "x" } })).status).toBe(404);
  expect(emulator.ledger.mints).toEqual([]);
  emulator.switches.nekuda.slashless = "accepted";
  expect((await nekuda("POST /api/v2/api-keys", { body: { name: "x" } })).status).toBe(200);
});

test("a delete without an id deletes nothing, and is never forgotten", async () => {
  await mint();
  expect((await nekuda(`DELETE ${keysPath}`)).status).toBe(405);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
  expect(emulator.ledger.catastrophes).toEqual([`DELETE ${keysPath}: an id is missing`]);
  emulator.ledger.acknowledgeCatastrophe();
});

test("the environment is test, live or absent, and create may answer 201", async () => {
  emulator.switches.nekuda.environment = "live";
  emulator.switches.nekuda.createStatus = 201;
  expect(await mint()).toMatchObject({ environment: "live", public_key: expect.stringMatching(/^pk_live_/) });
  emulator.switches.nekuda.environment = "absent";
  expect(await mint()).not.toHaveProperty("environment");
  emulator.switches.nekuda.unsetFields = "absent";
  expect(await mint()).not.toHaveProperty("revoked_at");
});

test("the token is a JWT that says when it ends, and then it ends", async () => {
  const claims = JSON.parse(Buffer.from(emulator.tokens.nekuda.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ iss: expect.any(String), sub: expect.any(String), exp: expect.any(Number) });
  emulator.clock.set(claims.exp * 1000 - 1000);
  expect((await nekuda(`GET ${keysPath}`)).status).toBe(200);
  emulator.clock.set(claims.exp * 1000);
  expect((await nekuda(`GET ${keysPath}`)).status).toBe(401);
});

test("no token, an unknown one and a private key are 401", async () => {
  const { private_key } = await mint();
  for (const token of [null, "a.b.c", private_key]) {
    const answer = await nekuda(`GET ${keysPath}`, { token });
    expect([answer.status, typeof answer.body.detail]).toEqual([401, "string"]);
  }
});

test("another org sees an empty list, and 404 for each key of the first", async () => {
  const { id } = await mint();
  const token = emulator.tokens.issue("nekuda", { account: "other" });
  expect((await nekuda(`GET ${keysPath}`, { token })).body).toEqual([]);
  expect((await nekuda(`GET ${keysPath}${id}`, { token })).status).toBe(404);
  expect((await nekuda(`PUT ${keysPath}${id}/revoke`, { token })).status).toBe(404);
  expect((await nekuda(`DELETE ${keysPath}${id}`, { token })).status).toBe(404);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
});
