/** An emulator as a whole: its environment, secrets, tokens, clock and ports, what a reset brings back, and how it closes. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, stall, vendorNames } from "../../emulator/index";
import { canaryVariable } from "../../emulator/secret-source";
import { variableOf } from "../../provider/core/vendor/variables";
import { vendorVariable } from "../e2e/harness/vendor-variable";
import { pathOf } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { vendorClient } from "./vendor-client.test.support";

const keysPath = "/service-accounts/acme/ci/api-keys";
let emulator: Emulator;
let kosli: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
  kosli = vendorClient(emulator, "kosli");
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const mint = async (): Promise<{ id: string; key: string }> =>
  (await kosli(`POST ${keysPath}`, { body: { description: "x" } })).body;

test("the environment makes a client use the emulator at once", () => {
  const { EMULATOR_CONTROL_URL, ...environment } = emulator.environment();
  expect(EMULATOR_CONTROL_URL).toBe(emulator.controlUrl);
  for (const name of Object.keys(environment)) expect(name).toMatch(vendorVariable);
  for (const vendor of vendorNames) {
    const { account } = kits[vendor].definition;
    expect(environment[variableOf(account, account.token, undefined)]).toBe(emulator.tokens[vendor]);
    const url = new URL(environment[variableOf(account, account.url, undefined)] ?? "");
    expect(url.origin).toBe(new URL(emulator.urls[vendor]).origin);
  }
});

test("the environment leads to the emulator, and nowhere else", () => {
  const environment = emulator.environment();
  const urls = Object.values(environment).filter((value) => value.includes("://"));
  // The URLs of the vendors, and the emulator's control URL.
  expect(urls.length).toBeGreaterThan(vendorNames.length);
  for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("every secret bears the canary, and no id does", async () => {
  const { id, key } = await mint();
  expect(key).toContain("CANARY");
  for (const vendor of vendorNames) emulator.strangers.mint(vendor);
  for (const secret of emulator.ledger.secrets()) expect(secret).toContain("CANARY");
  for (const made of emulator.ledger.keys) expect(made.id + made.scope).not.toContain("CANARY");
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

test("secrets stay known after a reset, for the search for leaks", async () => {
  const { key } = await mint();
  await emulator.reset();
  expect(emulator.ledger.secrets()).toContain(key);
});

test.each(vendorNames)("a service accepts a %s key until it is revoked", async (vendor) => {
  const call = vendorClient(emulator, vendor);
  const key = emulator.strangers.mint(vendor);
  const token = emulator.ledger.valueOf(key);
  expect((await call("GET /emulator/authenticate", { token })).body).toMatchObject({ valid: true, key_id: key.id });
  expect(key.lastUsedAt).not.toBeNull();
  emulator.strangers.revoke(key);
  expect((await call("GET /emulator/authenticate", { token })).status).toBe(401);
});

test("a service accepts a key until it expires", () => {
  emulator.clock.freeze();
  const key = emulator.strangers.mint("kosli", { expiresAt: emulator.clock.now() + 1000 });
  const value = emulator.ledger.valueOf(key);
  expect(emulator.ledger.authenticates(value)).toBe(true);
  emulator.clock.advance(1000);
  expect(emulator.ledger.authenticates(value)).toBe(false);
});

test.each(vendorNames)("a %s token ends when it is revoked or has expired, and the others do not", async (vendor) => {
  const path = pathOf(kits[vendor].routes.list, emulator.place(vendor));
  const status = async (token: string) => (await vendorClient(emulator, vendor)(`GET ${path}`, { token })).status;
  const { refusalStatus: refused } = kits[vendor].tokens;
  const [second, third, late] = [{}, {}, { expiresInMs: -1000 }].map((more) => emulator.tokens.issue(vendor, more));
  emulator.tokens.revoke(second ?? "");
  emulator.tokens.expire(third ?? "");
  expect(await Promise.all([second, third, late, emulator.tokens[vendor]].map((token) => status(token ?? "")))).toEqual(
    [refused, refused, refused, 200],
  );
});

test("an unknown kind of token is refused", () => {
  expect(() => emulator.tokens.issue("devin", { kind: "jwt" })).toThrow("there are admin, cog, service");
  expect(() => emulator.tokens.revoke("unknown")).toThrow("no such token");
});

test("a refused vendor takes no connection and comes back on its port, with its keys", async () => {
  const { id } = await mint();
  await emulator.refuse("kosli");
  await expect(mint()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await emulator.accept("kosli");
  expect((await kosli(`GET ${keysPath}/${id}`)).status).toBe(200);
});

test("reset brings back places, keys, tokens, switches, clock, scripts and listeners", async () => {
  const before = { ...emulator.environment() };
  await mint();
  emulator.tokens.revoke(emulator.tokens.devin);
  emulator.switches.kosli.keyField = "both";
  emulator.clock.set("2040-01-01T00:00:00Z");
  emulator.script("kosli", "*", stall("headers"));
  const stalled = kosli(`GET ${keysPath}`).catch(() => "cut");
  while (emulator.ledger.calls({ method: "GET" }).length === 0) await new Promise(setImmediate);
  await emulator.refuse("nekuda");
  await emulator.reset();
  expect(await stalled).toBe("cut");
  expect(emulator.environment()).toEqual(before);
  expect(emulator.ledger.liveKeys()).toEqual([]);
  expect(emulator.ledger.calls()).toEqual([]);
  expect(Math.abs(emulator.clock.now() - Date.now())).toBeLessThan(1000);
  expect((await mint()).key).toEqual(expect.any(String));
  expect(emulator.switches.kosli.keyField).toBe("key");
  expect((await vendorClient(emulator, "devin")("GET /v2/enterprise/self")).status).toBe(200);
  expect((await vendorClient(emulator, "nekuda")("GET /api/v2/api-keys/")).status).toBe(200);
});

test("the clock moves, freezes and goes on", () => {
  const { clock } = emulator;
  clock.freeze();
  clock.set("2031-01-01T00:00:00Z");
  expect(new Date(clock.now()).toISOString()).toBe("2031-01-01T00:00:00.000Z");
  clock.advance(1500);
  expect(new Date(clock.now()).toISOString()).toBe("2031-01-01T00:00:01.500Z");
  clock.resume();
  expect(clock.now() - Date.parse("2031-01-01T00:00:01.500Z")).toBeLessThan(1000);
  expect(() => clock.set("soon")).toThrow("not an instant");
});

test("options give switches, the time and a seed", async () => {
  const options = { seed: "one", now: "2035-01-01T00:00:00Z", switches: { kosli: { keyField: "both" } } } as const;
  const [first, second] = await Promise.all([createEmulator(options), createEmulator(options)]);
  expect(first.tokens.devin).toBe(second.tokens.devin);
  expect(first.place("devin")).toEqual(second.place("devin"));
  expect(first.tokens.devin).not.toBe(emulator.tokens.devin);
  expect(new Date(first.clock.now()).getUTCFullYear()).toBe(2035);
  await first.reset();
  expect([first.switches.kosli.keyField, new Date(first.clock.now()).getUTCFullYear()]).toEqual(["both", 2035]);
  await Promise.all([first.close(), second.close()]);
});

test("an unknown switch and a canary that would break a JWT are refused", async () => {
  await expect(createEmulator({ switches: { kosli: { keyFeild: 1 } as object } })).rejects.toThrow(
    'no switch "keyFeild"',
  );
  await expect(createEmulator({ canary: "a.b" })).rejects.toThrow("canary");
});

test.each([...vendorNames, "control"] as const)(
  "the port for %s is the one that is given: taken, it fails the start, and leaves no other open",
  async (listener) => {
    const port = Number(new URL(emulator.urls.devin).port);
    const open = () => process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap").length;
    const before = open();
    await expect(createEmulator({ ports: { [listener]: port } })).rejects.toMatchObject({ code: "EADDRINUSE", port });
    expect(open()).toBe(before);
  },
);

test("the port of a refused vendor stays in use, so that nobody who asks for any free port is given it", async () => {
  const port = Number(new URL(emulator.urls.kosli).port);
  await emulator.refuse("kosli");
  // Only one connection can lead from a port to itself. The emulator holds it, so the port stays in use.
  const toItself = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.1", localPort: port }).unref();
  await expect(once(toItself, "connect")).rejects.toMatchObject({ syscall: "connect" });
});

test("an emulator's own canary stands beside that of the whole run", async () => {
  const before = process.env[canaryVariable];
  process.env[canaryVariable] = "whole-run";
  const other = await createEmulator({ canary: "its-own" }).finally(() => {
    if (before === undefined) delete process.env[canaryVariable];
    else process.env[canaryVariable] = before;
  });
  const secrets = other.ledger.secrets();
  expect(secrets.filter((secret) => secret.includes("its-own") && secret.includes("whole-run"))).toEqual(secrets);
  await other.close();
});

test("close ends stalled connections at once", async () => {
  const other = await createEmulator();
  other.script("kosli", "*", stall("headers"));
  const call = vendorClient(other, "kosli")("GET /").catch(() => "cut");
  while (other.ledger.calls().length === 0) await new Promise(setImmediate);
  const start = performance.now();
  await other.close();
  expect(await call).toBe("cut");
  expect(performance.now() - start).toBeLessThan(1000);
});

test("close fails after a catastrophe that nobody acknowledged", async () => {
  const other = await createEmulator();
  await vendorClient(other, "devin")("DELETE /v2/enterprise/api-keys");
  await expect(other.close()).rejects.toThrow("DELETE /v2/enterprise/api-keys: without an id this revokes every key");
});
