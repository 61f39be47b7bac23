/** The ledger: each call, each key's life and which keys are live. A printed ledger holds no secret. */
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, ok, reset, vendorNames } from "../../emulator/index";
import { vendorClient } from "./vendor-client.test.support";

const keysPath = "/service-accounts/acme/ci/api-keys";
let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

test("the ledger tells each call and each key's life, and prints no secret", async () => {
  const kosli = vendorClient(emulator, "kosli");
  const { id, key } = (await kosli(`POST ${keysPath}`, { body: { description: "x" } })).body;
  await kosli(`DELETE ${keysPath}/${id}?why=test`);
  await kosli(`GET ${keysPath}`, { token: "unknown" });
  expect(emulator.ledger.calls({ vendor: "kosli" })).toMatchObject([
    { method: "POST", path: `/api/v2${keysPath}`, status: 201, committed: true, who: "admin" },
    { method: "DELETE", query: { why: "test" }, status: 200, committed: true, who: "admin" },
    { method: "GET", status: 401, committed: false, who: null },
  ]);
  expect(emulator.ledger.mints).toMatchObject([{ id, vendor: "kosli", mintedBy: "admin", revokedBy: "admin" }]);
  expect(emulator.ledger.revokes).toEqual(emulator.ledger.mints);
  const printed = JSON.stringify(emulator.ledger);
  expect(printed).toContain(id);
  expect(emulator.ledger.secrets()).toEqual(
    expect.arrayContaining([key, ...vendorNames.map((v) => emulator.tokens[v])]),
  );
  for (const secret of emulator.ledger.secrets()) expect(printed).not.toContain(secret);
  expect(printed).not.toContain("CANARY");
});

test("the ledger is written without the values that a client put into a path or a query", async () => {
  const value = emulator.tokens.devin;
  await vendorClient(emulator, "devin")(`GET /v2/enterprise/api-keys/${value}?q=${value}`);
  expect(JSON.stringify(emulator.ledger)).not.toContain(value);
});

test("a call that takes effect is on record also when its answer echoes nothing, or has no body to break off in", async () => {
  const nekuda = vendorClient(emulator, "nekuda");
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

test("live keys can be asked for by vendor, place and instant", async () => {
  emulator.clock.freeze();
  const before = emulator.clock.now();
  emulator.clock.advance(1000);
  const key = emulator.strangers.mint("devin", { account: "other" });
  const alive = emulator.clock.now();
  emulator.clock.advance(1000);
  emulator.strangers.revoke(key);
  const live = (at: number) => emulator.ledger.liveKeys({ vendor: "devin", account: "other", at }).length;
  expect([live(before), live(alive), live(emulator.clock.now())]).toEqual([0, 1, 0]);
  expect(emulator.ledger.liveKeys({ account: "acme", at: alive })).toEqual([]);
  expect(emulator.ledger.calls()).toEqual([]);
});
