/** Each fault as a client meets it: the answer, and whether the request takes effect. */
import { once } from "node:events";
import { type IncomingMessage, request as rawRequest } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  afterCommit,
  answerFaults,
  body,
  clockSkew,
  codes,
  createEmulator,
  dateSkew,
  drip,
  type Emulator,
  type Fault,
  faults,
  listFaults,
  mintFaults,
  ok,
  redirect,
  reset,
  retryAfter,
  stall,
  status,
  truncate,
  vendorNames,
} from "../../emulator/index";
import { kits } from "../vendors/index";
import { type Answer, type CallOptions, isRefused, vendorClient } from "./vendor-client.test.support";

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

const mint = (options: CallOptions = {}) => kosli(`POST ${keysPath}`, { body: { description: "x" }, ...options });

/** Aborts 200 ms after the emulator has handled the next call. Counted from its start, a call could end before the emulator gets it. */
function untilHandled(): AbortSignal {
  const handledBefore = emulator.ledger.calls().length;
  const controller = new AbortController();
  const poll = setInterval(() => {
    if (emulator.ledger.calls().length === handledBefore) return;
    clearInterval(poll);
    setTimeout(() => controller.abort(new DOMException("no answer", "TimeoutError")), 200);
  }, 5);
  return controller.signal;
}

/** What the client got: an answer, `cut` when the connection ended, or `timeout` when the client gave up. */
async function outcome(call: Promise<Answer>): Promise<Answer | "cut" | "timeout"> {
  return await call.catch((error: Error) => (error.name === "TimeoutError" ? "timeout" : "cut"));
}

describe("each answer fault reaches the client, and takes effect only where it says", () => {
  test.each(Object.entries(answerFaults))("%s", async (name, fault) => {
    emulator.script("kosli", mintRoute, fault);
    const isWithoutEnd = /stall|seconds apart/.test(name);
    const answer = await outcome(mint(isWithoutEnd ? { signal: untilHandled() } : {}));

    if (name.endsWith("before commit") || name.endsWith("is read")) expect(emulator.ledger.mints).toEqual([]);
    else expect(emulator.ledger.liveKeys()).toHaveLength(1);
    expect(emulator.ledger.calls({ committed: fault.commits, route: mintRoute })).toHaveLength(1);
    if (answer === "cut") expect(name).toMatch(/^reset|^truncated/);
    else if (answer === "timeout") expect(isWithoutEnd).toBe(true);
    else expectAnswer(answer, name, fault);
    // A refusal of some length may be over by now.
    if (typeof fault.refuses !== "number") expect(await isRefused(kosli)).toBe(/connections refused/.test(name));
  });

  function expectAnswer(answer: Answer, name: string, fault: Fault): void {
    expect(name).not.toMatch(/^reset|stall|truncated|seconds apart/);
    const [, expectedStatus] = /(?:status|redirect) (\d+)/.exec(name) ?? ["", "201"];
    expect(answer.status).toBe(Number(expectedStatus));
    const isError = answer.status >= 400;
    const isQuoting = typeof fault.body === "string" && !["empty", "huge"].includes(fault.body);
    if (isQuoting) expect(answer.text).toContain(`Bearer ${emulator.tokens.kosli}`);
    if (fault.body === "html") expect(answer.text).toMatch(/^<!DOCTYPE html>/);
    else if (fault.body === "empty" || answer.status === 304) expect(answer.text).toBe("");
    else if (fault.body === "invalid-json") expect(() => JSON.parse(answer.text)).toThrow();
    else if (fault.body === "wrong-shape") expect(answer.body).toMatchObject({ unexpected: "shape" });
    else if (typeof fault.body === "object") expect(answer.body).toEqual(fault.body.json);
    else if (isError) expect(answer.body).toEqual({ message: expect.any(String) });
    else if (answer.status < 300) expect(answer.body).toHaveProperty("key");
  }
});

test("codes() refuse before commit and then let through; the last repeats", async () => {
  emulator.script("kosli", mintRoute, codes(500, 429, 200));
  const statuses = [];
  for (let count = 0; count < 4; count++) statuses.push((await mint()).status);
  expect(statuses).toEqual([500, 429, 201, 201]);
  expect(emulator.ledger.liveKeys()).toHaveLength(2);
});

test("a route's own script goes before the one for every route", async () => {
  emulator.script("kosli", "*", codes(503));
  emulator.script("kosli", mintRoute, codes(500));
  expect([(await mint()).status, (await kosli(`GET ${keysPath}`)).status]).toEqual([500, 503]);
  expect((await kosli("GET /nowhere")).status).toBe(503);
});

test.each(vendorNames)("%s answers a scripted status in its own words", async (vendor) => {
  emulator.script(vendor, "*", codes(500));
  const { body } = await vendorClient(emulator, vendor)("GET /");
  expect(body).toEqual(kits[vendor].errorBody(500, "Internal Server Error"));
});

test("Retry-After, other headers and another body can be given", async () => {
  emulator.script("kosli", mintRoute, [
    retryAfter(429, 7),
    status(418, { headers: { "x-teapot": "yes" }, body: { json: { short: true } } }),
  ]);
  expect((await mint()).headers.get("retry-after")).toBe("7");
  const answer = await mint();
  expect([answer.headers.get("x-teapot"), answer.body]).toEqual(["yes", { short: true }]);
});

test("Retry-After can be a date, by the vendor's clock", async () => {
  emulator.clock.freeze();
  emulator.clock.set("2031-05-06T07:08:09Z");
  emulator.script("kosli", mintRoute, status(503, { retryAfterDateMs: 2000 }));
  expect((await mint()).headers.get("retry-after")).toBe("Tue, 06 May 2031 07:08:11 GMT");
});

test("a header of a fault replaces the header of the same name, in whatever case", async () => {
  const headers = { "Content-Type": "text/plain", "Retry-After": "5" };
  emulator.script("kosli", "*", { ...status(429), retryAfterDateMs: 2_000, headers });
  const answer = await kosli(`GET ${keysPath}`);
  expect(["content-type", "retry-after"].map((name) => answer.headers.get(name))).toEqual(["text/plain", "5"]);
});

test("an answer after commit is the same fault with the effect kept", async () => {
  emulator.script("kosli", mintRoute, afterCommit(status(502)));
  expect((await mint()).status).toBe(502);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
});

test("redirects point to the request itself, to the collection, or anywhere", async () => {
  const revoke = "DELETE /service-accounts/:org/:name/api-keys/:id";
  emulator.script("kosli", revoke, [redirect(308), redirect(307, "collection"), redirect(302, "http://127.0.0.1:9/")]);
  const locations = [];
  for (let count = 0; count < 3; count++) {
    locations.push((await kosli(`DELETE ${keysPath}/some-id`)).headers.get("location"));
  }
  expect(locations).toEqual([`/api/v2${keysPath}/some-id`, `/api/v2${keysPath}`, "http://127.0.0.1:9/"]);
});

test("a redirect to itself keeps what was asked for, and one to the collection leads there", async () => {
  emulator.script("devin", "*", redirect(302));
  const path = "/v2/enterprise/api-keys?page=2&per_page=1";
  expect((await vendorClient(emulator, "devin")(`GET ${path}`)).headers.get("location")).toBe(path);
  emulator.script("nekuda", "*", redirect(307, "collection"));
  const { headers } = await vendorClient(emulator, "nekuda")("PUT /api/v2/api-keys/some-id/revoke");
  expect(headers.get("location")).toBe("/api/v2/api-keys");
});

test("a stall of some length ends, and the answer is whole", async () => {
  emulator.script("kosli", mintRoute, [stall("headers", 60), stall("body", 60), drip(1)]);
  for (let count = 0; count < 3; count++) {
    const start = performance.now();
    expect((await mint()).body).toHaveProperty("key");
    expect(performance.now() - start).toBeGreaterThan(55);
  }
});

test("a truncated body promises more than it brings", async () => {
  emulator.script("kosli", mintRoute, truncate());
  const response = await fetch(emulator.urls.kosli + keysPath, {
    method: "POST",
    headers: { authorization: `Bearer ${emulator.tokens.kosli}`, "content-type": "application/json" },
    body: '{"description":"x"}',
  });
  expect(response.status).toBe(201);
  await expect(response.text()).rejects.toThrow();
});

test("a reset in the middle of the body comes after the headers and half of it", async () => {
  emulator.script("kosli", mintRoute, reset("mid-body"));
  const { hostname, port, pathname } = new URL(emulator.urls.kosli + keysPath);
  const headers = { authorization: `Bearer ${emulator.tokens.kosli}`, "content-type": "application/json" };
  const sent = rawRequest({ hostname, port, path: pathname, method: "POST", headers }).on("error", () => {});
  sent.end('{"description":"x"}');
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  let text = "";
  const reading = (async () => {
    for await (const chunk of response) text += chunk;
  })();
  await expect(reading).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(text).toHaveLength(Math.ceil(Number(response.headers["content-length"]) / 2));
});

test("the huge body has ten mebibytes and would parse", async () => {
  emulator.script("kosli", mintRoute, body("huge"));
  const answer = await mint();
  expect(answer.text.length).toBeGreaterThan(10 * 1024 * 1024);
  expect(answer.body).toHaveProperty("key");
});

test.each([reset("mid-body"), truncate(), stall("body")])(
  "an answer without a body breaks off earlier: %j",
  async (fault) => {
    for (const deleteStatus of [204, "200 empty"] as const) {
      emulator.switches.nekuda.deleteStatus = deleteStatus;
      const nekuda = vendorClient(emulator, "nekuda");
      const { id } = emulator.strangers.mint("nekuda");
      emulator.script("nekuda", "DELETE /api/v2/api-keys/:id", fault);
      const call = nekuda(`DELETE /api/v2/api-keys/${id}`, { signal: untilHandled() });
      expect(await outcome(call)).toBe(fault.delivery === "stall-body" ? "timeout" : "cut");
    }
    expect(emulator.ledger.liveKeys()).toEqual([]);
  },
);

test("the Date header follows the clock, and can be skewed apart from it", async () => {
  emulator.clock.freeze();
  emulator.clock.set("2031-05-06T07:08:09Z");
  emulator.script("kosli", listRoute, [dateSkew(-3_600_000), ok]);
  const date = async () => (await kosli(`GET ${keysPath}`)).headers.get("date");
  expect(await date()).toBe("Tue, 06 May 2031 06:08:09 GMT");
  expect(await date()).toBe("Tue, 06 May 2031 07:08:09 GMT");
});

test.each(vendorNames)(
  "%s: the Date header can be off throughout, and what is written down stays right",
  async (vendor) => {
    const { clock, strangers, switches } = emulator;
    clock.freeze();
    switches[vendor].dateOffMs = 20_000;
    for (let count = 0; count < 2; count++) {
      const { headers } = await vendorClient(emulator, vendor)("GET /");
      expect(Math.abs(Date.parse(headers.get("date") ?? "") - clock.now() - 20_000)).toBeLessThan(1_000);
    }
    expect(strangers.mint(vendor).createdAt).toBe(clock.now());
  },
);

test("the clock of the server that answers can be off, in its Date and in created_at, and what it revokes is revoked", async () => {
  emulator.clock.freeze();
  emulator.clock.set("2031-05-06T07:08:09Z");
  emulator.script("kosli", mintRoute, [clockSkew(3_600_000), ok]);
  const told = async () => {
    const { headers, body } = await mint();
    return [headers.get("date"), new Date(body.created_at * 1000).toISOString()];
  };
  expect(await told()).toEqual(["Tue, 06 May 2031 08:08:09 GMT", "2031-05-06T08:08:09.000Z"]);
  expect(await told()).toEqual(["Tue, 06 May 2031 07:08:09 GMT", "2031-05-06T07:08:09.000Z"]);
  emulator.script("kosli", "DELETE /service-accounts/:org/:name/api-keys/:id", clockSkew(3_600_000));
  for (const { id } of emulator.ledger.liveKeys()) await kosli(`DELETE ${keysPath}/${id}`);
  expect(emulator.ledger.liveKeys()).toEqual([]);
});

test("every listed fault is plain data", () => {
  expect(JSON.parse(JSON.stringify(faults))).toEqual(faults);
  expect(Object.keys(faults)).toEqual(["ok", ...[answerFaults, mintFaults, listFaults].flatMap(Object.keys)]);
});

test("an error that is a page echoes as a page", async () => {
  emulator.switches.nekuda.errorShape = "HTML";
  emulator.script("nekuda", "*", body("echo", 500));
  const { status: code, text } = await vendorClient(emulator, "nekuda")("GET /api/v2/api-keys/");
  expect(code).toBe(500);
  expect(text).toMatch(/^<!DOCTYPE html>/);
  expect(text).toContain(emulator.tokens.nekuda);
});
