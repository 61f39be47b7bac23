/** A vendor that takes so many requests a second: which it refuses, and when it takes requests again. Real time counts. */
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, status, type VendorName, vendorNames } from "../../emulator/index";
import { RateLimit } from "../../emulator/rate-limit";
import { pathOf } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { vendorClient } from "./vendor-client.test.support";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator();
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const list = (vendor: VendorName, token?: string) => {
  const path = pathOf(kits[vendor].routes.list, emulator.place(vendor));
  return vendorClient(emulator, vendor)(`GET ${path}`, token === undefined ? {} : { token });
};

/** Asks until the vendor refuses a request, and returns the refusal. */
async function refused(vendor: VendorName) {
  for (;;) {
    const answers = await Promise.all([1, 2, 3, 4].map(() => list(vendor)));
    const refusal = answers.find((answer) => answer.status === 429);
    if (refusal !== undefined) return refusal;
  }
}

test("a vendor takes as much as asked, unless it has a limit", async () => {
  const statuses = await Promise.all(Array.from({ length: 50 }, async () => (await list("kosli")).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test.each(vendorNames)("%s refuses in its own words, and says when to come back", async (vendor) => {
  emulator.switches[vendor].requestsASecond = 1;
  const { headers, body } = await refused(vendor);
  expect(headers.get("retry-after")).toBe("1");
  expect(headers.get("date")).not.toBeNull();
  expect(body).toEqual(kits[vendor].errorBody(429, "Too Many Requests"));
  emulator.switches[vendor].tellsRetryAfter = false;
  expect((await refused(vendor)).headers.has("retry-after")).toBe(false);
});

test.each(["steady", "window"] as const)(
  "who waits and comes again gets through a limit that is %s, and never sooner than it allows",
  async (rateLimit) => {
    Object.assign(emulator.switches.nekuda, { requestsASecond: 20, rateLimit });
    const start = performance.now();
    const names = Array.from({ length: 60 }, (_, number) => `key ${number}`);
    await Promise.all(names.map(mint));
    const seconds = (performance.now() - start) / 1000;
    const calls = emulator.ledger.calls({ vendor: "nekuda" });
    expect(calls.filter((call) => call.committed)).toHaveLength(names.length);
    expect(calls.filter((call) => call.status === 429).every((call) => !call.committed)).toBe(true);
    expect(emulator.ledger.mints.map((key) => key.name).toSorted()).toEqual(names.toSorted());
    // Steady: 20 requests at once, the rest at 20 a second. By windows: 40 at once, if one window ends meanwhile.
    expect(seconds).toBeGreaterThan(rateLimit === "steady" ? (60 - 20) / 20 : (60 - 40) / 20);
  },
);

async function mint(name: string): Promise<void> {
  for (;;) {
    const answer = await vendorClient(emulator, "nekuda")("POST /api/v2/api-keys/", { body: { name } });
    if (answer.status !== 429) return;
    await wait(50);
  }
}

test("each account has a limit of its own, whichever of its tokens asks", async () => {
  emulator.switches.kosli.requestsASecond = 1;
  const other = emulator.tokens.issue("kosli", { account: "other" });
  const paths = (token: string, org: string) =>
    vendorClient(emulator, "kosli")(`GET /service-accounts/${org}/ci/api-keys`, { token });
  await refused("kosli");
  expect((await paths(other, "other")).status).toBe(200);
  const second = emulator.tokens.issue("kosli");
  const statuses = await Promise.all([1, 2, 3].map(async () => (await paths(second, "acme")).status));
  expect(statuses).toContain(429);
});

test("a refused request takes no scripted answer, and is no use of a key", async () => {
  const key = emulator.strangers.mint("devin");
  emulator.switches.devin.requestsASecond = 1;
  await refused("devin");
  emulator.script("devin", kits.devin.routes.list, status(503));
  const answers = await Promise.all([1, 2].map(() => list("devin", emulator.ledger.valueOf(key))));
  const heard = answers.filter((answer) => answer.status !== 429);
  expect(heard.every((answer) => answer.status === 503)).toBe(true);
  expect(key.lastUsedAt === null).toBe(heard.length === 0);
});

test("a service that uses a key is not counted", async () => {
  emulator.switches.devin.requestsASecond = 1;
  await refused("devin");
  const token = emulator.ledger.valueOf(emulator.strangers.mint("devin"));
  const call = vendorClient(emulator, "devin");
  for (let count = 0; count < 5; count++)
    expect((await call("GET /emulator/authenticate", { token })).status).toBe(200);
});

test("the emulator's clock changes nothing", async () => {
  emulator.clock.freeze();
  emulator.switches.kosli.requestsASecond = 1;
  await refused("kosli");
  emulator.clock.advance(86_400_000);
  const answers = await Promise.all([1, 2, 3].map(() => list("kosli")));
  expect(answers.map((answer) => answer.status)).toContain(429);
  await wait(1000);
  expect((await list("kosli")).status).toBe(200);
});

test("steadily or by windows: what is regained, and when", () => {
  let nowMs = 1_000_900;
  const waits = (rateLimit: "steady" | "window", ...gapsMs: number[]) => {
    nowMs = 1_000_900;
    const limit = new RateLimit(() => nowMs);
    return gapsMs.map((gapMs) => {
      nowMs += gapMs;
      return limit.waitMs("acme", { requestsASecond: 2, rateLimit });
    });
  };
  expect(waits("steady", 0, 0, 0, 100, 400, 0, 5000, 0, 0)).toEqual([0, 0, 500, 400, 0, 500, 0, 0, 500]);
  expect(waits("window", 0, 0, 0, 99, 1, 0, 0, 5000)).toEqual([0, 0, 100, 1, 0, 0, 1000, 0]);
});
