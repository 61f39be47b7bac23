/**
 * The outcome of a call under each fault of the emulator: its class, and how many requests it sent. The expectations repeat the design in
 * words of their own. They must not be taken from the code under test.
 */
import "../../unit/short-waits.test.support";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type Call, createEmulator, type Emulator, type Fault, faults, refuse } from "../../../emulator/index";
import { KeyIdFormat } from "../../../provider/core/values/key-id";
import { limits } from "../../../provider/core/values/limits";
import { account, KosliApi } from "../../../provider/kosli/api";
import { accountAt } from "../../unit/accounts.test.support";
import { type CallEnd, endOf, type Outcome } from "../../unit/http/calls.test.support";
import { printOuts } from "../../unit/print-outs.test.support";

const routes = {
  GET: "GET /service-accounts/:org/:name/api-keys",
  POST: "POST /service-accounts/:org/:name/api-keys",
  DELETE: "DELETE /service-accounts/:org/:name/api-keys/:id",
} as const;
type Method = keyof typeof routes;
const methods = Object.keys(routes) as Method[];

let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator({ canary: "CANARY" });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

/** Each call has a token of its own, since a fault may revoke it. */
function send(method: Method, at = emulator): Promise<unknown> {
  const caller = accountAt(account, at.urls.kosli, at.tokens.issue("kosli"));
  const api = new KosliApi(caller, { org: "acme", name: "ci" });
  if (method === "GET") return api.listApiKeys();
  if (method === "POST") return api.createApiKey("what it is for", undefined);
  const keyId = new KeyIdFormat(/^[0-9a-f-]{36}$/).read(at.strangers.mint("kosli").id);
  if (!keyId) throw new Error("the emulator's ids are UUIDs");
  return api.revokeApiKey(keyId);
}

const refusals = [400, 401, 403, 404, 422, 429, 307, 308];
const passing = [408, 409, 425, 500, 502, 503, 504];

function expectedOutcome({ status = 200, body, delivery }: Fault, method: Method): Outcome {
  if (delivery !== undefined) return "unknown";
  if (status >= 300) return refusals.includes(status) ? "refused" : "unknown";
  if (body === undefined) return "success";
  const isEmptyList = typeof body === "object" && Array.isArray(body.json);
  return isEmptyList && method === "GET" ? "success" : "unknown";
}

/**
 * How many requests a call sends, as `[least, most]`. A call is repeated at most four times, within its time limit. After a 429 it is sent
 * nine times in all, if the gate's time limit allows the waits.
 */
function expectedRequests(fault: Fault, method: Method): [number, number] {
  const { status = 200, body, delivery, headers, retryAfterDateMs } = fault;
  const waitMs = retryAfterDateMs ?? Number(headers?.["retry-after"] ?? 0) * 1000;
  if (status === 429) return waitMs < limits.gateMs ? [9, 9] : [1, 1];
  if (body === "huge" || method === "POST") return [1, 1];
  // If the wait is longer than the call's time limit, the call is not repeated. A date in `retry-after` has whole seconds, so the wait may
  // be up to a second shorter.
  if (waitMs >= limits.callMs) return [1, 1];
  // After a refusal the call is not repeated, whatever `retry-after` says: the next answer would be the same.
  if (!passing.includes(status) && delivery === undefined) return [1, 1];
  if (waitMs > 0) return [2, 1 + Math.floor(limits.callMs / 1000)];
  // Each attempt takes half of a call's time.
  if (delivery?.startsWith("stall") || delivery === "drip") return [1, 2];
  return [5, 5];
}

/**
 * The faults of the table below. Two kinds are left out. A body that comes byte by byte is slow, not wrong: on a busy machine it takes
 * longer than the short calls here allow (see repetition.test.ts). A fault that refuses connections after an answer would cut off the
 * other calls that are made at the same time.
 */
const alone = Object.entries(faults).filter(
  ([, { delivery, refuses }]) => delivery !== "drip" && refuses === undefined,
);

interface Met {
  readonly ends: readonly CallEnd[];
  readonly calls: readonly Call[];
}

/** One call of each method under a fault, with an emulator of its own. */
async function meet(fault: Fault): Promise<Met> {
  const vendor = await createEmulator({ canary: "CANARY" });
  try {
    for (const method of methods) vendor.script("kosli", routes[method], fault);
    const ends = await Promise.all(methods.map((method) => endOf(send(method, vendor))));
    return { ends, calls: vendor.ledger.calls() };
  } finally {
    await vendor.close();
  }
}

describe("the outcome is told right, and a mint is sent once:", () => {
  const met = new Map<string, Met>();

  // The calls spend most of their time waiting, so many run at once.
  beforeAll(async () => {
    const left = [...alone];
    const meetOthers = async () => {
      for (let next = left.shift(); next; next = left.shift()) met.set(next[0], await meet(next[1]));
    };
    await Promise.all(Array.from({ length: 12 }, meetOthers));
  });

  test.each(alone)("%s", (name, fault) => {
    const { ends = [], calls = [] } = met.get(name) ?? {};
    expect(ends.map(({ outcome }) => outcome)).toEqual(methods.map((method) => expectedOutcome(fault, method)));
    for (const method of methods) {
      const [least, most] = expectedRequests(fault, method);
      const requests = calls.filter((call) => call.method === method).length;
      expect({ method, requests }).toEqual({ method, requests: Math.min(most, Math.max(least, requests)) });
    }
    expect(calls.map((call) => call.route)).not.toContain(null);
    for (const { error, elapsedMs } of ends) {
      expect(elapsedMs).toBeLessThan((fault.status === 429 ? limits.gateMs : limits.callMs) + 500);
      if (error) expect(printOuts(error)).not.toContain("CANARY");
    }
  });
});

test("the emulator has many faults of each outcome, so the table above is not empty", () => {
  const outcomes = Object.values(faults).map((fault) => expectedOutcome(fault, "POST"));
  expect(outcomes.filter((outcome) => outcome === "unknown").length).toBeGreaterThan(50);
  expect(outcomes.filter((outcome) => outcome === "refused").length).toBeGreaterThan(15);
  expect(outcomes.filter((outcome) => outcome === "success").length).toBeGreaterThan(10);
});

test("a POST whose connection is reset after it was sent is never sent again, and its key lives", async () => {
  emulator.script("kosli", routes.POST, { commits: true, delivery: "reset" });
  const { outcome } = await endOf(send("POST"));
  expect([outcome, emulator.ledger.calls({ method: "POST" }).length]).toEqual(["unknown", 1]);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
});

test("a read that failed twice and then works is a success", async () => {
  emulator.script("kosli", routes.GET, [
    { commits: false, status: 503 },
    { commits: false, delivery: "reset" },
    { commits: true },
  ]);
  expect((await endOf(send("GET"))).outcome).toBe("success");
  expect(emulator.ledger.calls({ method: "GET" })).toHaveLength(3);
});

test.each(methods)("a %s is told by its answer, and the next, which is refused, is not sent", async (method) => {
  emulator.script("kosli", routes[method], refuse());
  expect((await endOf(send(method))).outcome).toBe("success");
  expect((await endOf(send(method))).outcome).toBe("not sent");
});

test.each(methods)(
  "a %s that was cut off is unknown, also when connections are refused from then on",
  async (method) => {
    emulator.script("kosli", routes[method], { ...refuse(), delivery: "reset" });
    expect((await endOf(send(method))).outcome).toBe("unknown");
    expect(emulator.ledger.calls({ method })).toHaveLength(1);
  },
);

test("a vendor that refuses connections is not reached, and says nothing of what became of a mint", async () => {
  await emulator.refuse("kosli");
  for (const method of methods) expect((await endOf(send(method))).outcome).toBe("not sent");
  await emulator.accept("kosli");
  expect(emulator.ledger.calls()).toEqual([]);
});
