/** A fault after whose answer the vendor refuses connections: from when, until when, and which ones. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, ok, refuse, stall } from "../../emulator/index";
import { isRefused, vendorClient } from "./vendor-client.test.support";

const keysPath = "/service-accounts/acme/ci/api-keys";
const mintRoute = "POST /service-accounts/:org/:name/api-keys";
const listRoute = "GET /service-accounts/:org/:name/api-keys";
let emulator: Emulator;
let kosli: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator();
  kosli = vendorClient(emulator, "kosli");
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const mint = () => kosli(`POST ${keysPath}`, { body: { description: "x" } });
const get = async () => (await kosli(`GET ${keysPath}`)).status;

test("connections are refused as soon as the answer is read, and accepted by accept, by a new script and by a reset", async () => {
  const endings = [
    () => emulator.accept("kosli"),
    async () => emulator.script("kosli", listRoute, ok),
    () => emulator.reset(),
  ];
  for (const end of endings) {
    emulator.script("kosli", mintRoute, refuse());
    expect((await mint()).status).toBe(201);
    await expect(get()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(mint()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await end();
    expect(await get()).toBe(200);
  }
  expect(emulator.ledger.liveKeys()).toEqual([]);
});

test("connections are accepted again after some time", async () => {
  emulator.script("kosli", mintRoute, [refuse(60), ok]);
  const start = performance.now();
  await mint();
  while (await isRefused(kosli)) await new Promise(setImmediate);
  expect(performance.now() - start).toBeGreaterThan(55);
  expect(await get()).toBe(200);
});

test("what is under way is answered, and the other vendors are left alone", async () => {
  emulator.script("kosli", listRoute, stall("headers", 60));
  emulator.script("kosli", mintRoute, refuse());
  const underWay = get();
  while (emulator.ledger.calls({ route: listRoute }).length === 0) await new Promise(setImmediate);
  await mint();
  expect(await isRefused(kosli)).toBe(true);
  expect(await underWay).toBe(200);
  expect(await isRefused(kosli)).toBe(true);
  expect((await vendorClient(emulator, "nekuda")("GET /api/v2/api-keys/")).status).toBe(200);
});

test("connections that are refused by refuse stay so when another script comes", async () => {
  emulator.script("kosli", mintRoute, refuse());
  await mint();
  await emulator.refuse("kosli");
  emulator.script("kosli", mintRoute, ok);
  expect(await isRefused(kosli)).toBe(true);
});

test("an open connection that has asked nothing is cut when connections are refused", async () => {
  const { hostname, port } = new URL(emulator.urls.devin);
  const idle = connect(Number(port), hostname);
  await once(idle, "connect");
  emulator.script("devin", "*", refuse());
  await vendorClient(emulator, "devin")("GET /v2/enterprise/api-keys");
  if (!idle.destroyed) await once(idle.resume(), "close");
  emulator.script("devin", "*", ok);
  await emulator.accept("devin");
});
