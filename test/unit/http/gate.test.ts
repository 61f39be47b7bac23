/**
 * The gate of an account against vendors with a rate limit, on fake timers. No call fails for good, and a run takes little longer than
 * the vendor's limit makes it take.
 */
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Gate, gateOf } from "../../../provider/core/vendor/http/gate";
import { acme } from "../account/acme.test.support";
import { accountAt } from "../accounts.test.support";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Takes a request at this moment, and returns nothing. Or refuses it, and returns the milliseconds until it would be taken. */
type Limiter = (now: number) => number | undefined;

/** A token bucket: each request takes one of the bucket's tokens, which come steadily. It keeps at most `capacity` of them. */
function bucket(aSecond: number, capacity: number): Limiter {
  let [tokens, last] = [capacity, 0];
  return (now) => {
    tokens = Math.min(capacity, tokens + ((now - last) * aSecond) / 1000);
    last = now;
    if (tokens < 1 - 1e-9) return ((1 - tokens) / aSecond) * 1000;
    tokens -= 1;
    return undefined;
  };
}

/** Takes `most` requests in each window of `windowMs`. */
function windows(most: number, windowMs: number): Limiter {
  let [current, taken] = [-1, 0];
  return (now) => {
    const window = Math.floor(now / windowMs);
    if (window !== current) [current, taken] = [window, 0];
    if (taken >= most) return (window + 1) * windowMs - now;
    taken += 1;
    return undefined;
  };
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
}

class Vendor {
  readonly #limiter: Limiter;
  readonly #saysWhen: boolean;
  readonly #latencyMs: number;
  readonly taken: number[] = [];
  refused = 0;

  constructor(limiter: Limiter, { saysWhen = false, latencyMs = 60 } = {}) {
    this.#limiter = limiter;
    this.#saysWhen = saysWhen;
    this.#latencyMs = latencyMs;
  }

  readonly request = async (): Promise<Answer> => {
    await sleep(this.#latencyMs / 2);
    const waitMs = this.#limiter(performance.now());
    if (waitMs === undefined) this.taken.push(performance.now());
    else this.refused += 1;
    await sleep(this.#latencyMs / 2);
    if (waitMs === undefined) return { statusCode: 200, headers: {} };
    // Retry-After counts in whole seconds.
    const headers = this.#saysWhen ? { "retry-after": String(Math.ceil(waitMs / 1000)) } : {};
    return { statusCode: 429, headers };
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Makes `count` calls, `parallel` of them at a time, as the engine does. Returns their statuses, and how long all of them took. */
async function run(gate: Gate, request: () => Promise<Answer>, count: number, parallel = 16) {
  const from = performance.now();
  const statuses: (number | undefined)[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun++ < count) statuses.push((await gate.through(request))?.statusCode);
  };
  const work = Promise.all(Array.from({ length: parallel }, worker));
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) await jest.advanceTimersByTimeAsync(10);
  return { statuses, elapsedMs: performance.now() - from };
}

const vendorsOf: [string, (aSecond: number) => Limiter][] = [
  ["takes one each time that its interval has passed", (aSecond) => bucket(aSecond, 1)],
  ["takes a second's requests at once, and then steadily", (aSecond) => bucket(aSecond, aSecond)],
  ["takes so many in each second", (aSecond) => windows(aSecond, 1000)],
];
const limitSeconds = 50;
const circumstances = [8, 16].flatMap((parallel) => [4, 60].map((latencyMs) => ({ parallel, latencyMs })));

describe("a vendor that documents how many requests it takes in a second", () => {
  test.each([1, 2, 10])("refuses none of %i a second, since none is sent sooner", async (aSecond) => {
    for (const { parallel, latencyMs } of circumstances) {
      const vendor = new Vendor(bucket(aSecond, 1), { latencyMs });
      const count = 10 * aSecond;
      const { elapsedMs } = await run(new Gate(() => {}, 1000 / aSecond), vendor.request, count, parallel);
      expect(vendor).toMatchObject({ refused: 0 });
      expect(vendor.taken).toHaveLength(count);
      expect(elapsedMs).toBeLessThanOrEqual(1.2 * 10_000);
    }
  });

  test("is asked no faster once it has answered 429 and then taken many", async () => {
    const vendor = new Vendor(windows(3, 1500), { latencyMs: 4 });
    await run(new Gate(() => {}, 500), vendor.request, 100);
    const gaps = vendor.taken.slice(1).map((at, index) => at - (vendor.taken[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(490);
  });
});

describe.each([
  ["with a Retry-After", true],
  ["without a Retry-After", false],
])("%s", (_name, saysWhen) => {
  describe.each(vendorsOf)("a vendor that %s", (_name, limiter) => {
    // At ten a second the gate needs longer to find the pace, and a Retry-After of one second costs the time of ten requests.
    test.each([
      [1, 1.2],
      [2, 1.2],
      [5, 1.2],
      [10, 1.3],
    ])("%i a second: no call fails, in %d of the limit's own time", async (aSecond, most) => {
      for (const { parallel, latencyMs } of circumstances) {
        const vendor = new Vendor(limiter(aSecond), { saysWhen, latencyMs });
        const { statuses, elapsedMs } = await run(new Gate(() => {}), vendor.request, limitSeconds * aSecond, parallel);
        expect(new Set(statuses)).toEqual(new Set([200]));
        expect(vendor.taken).toHaveLength(limitSeconds * aSecond);
        expect(elapsedMs / (limitSeconds * 1000)).toBeLessThanOrEqual(most);
      }
    });
  });

  test.each([
    ["a minute's window of 60", () => windows(60, 60_000)],
    ["60 a minute, all of them at once if they are there", () => bucket(1, 60)],
  ])("%s: none of 100 fails", async (_name, limiter) => {
    const { statuses, elapsedMs } = await run(new Gate(() => {}), new Vendor(limiter(), { saysWhen }).request, 100);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(elapsedMs).toBeLessThan(100_000);
  });
});

test("a vendor that takes all is never waited for", async () => {
  const vendor = new Vendor(() => undefined, { latencyMs: 100 });
  expect((await run(new Gate(() => {}), vendor.request, 100, 100)).elapsedMs).toBeLessThanOrEqual(110);
});

test("a limit that is lifted is forgotten", async () => {
  let isLimited = true;
  const limited = bucket(2, 2);
  const vendor = new Vendor((now) => (isLimited ? limited(now) : undefined));
  const gate = new Gate(() => {});
  await run(gate, vendor.request, 50);
  isLimited = false;
  await run(gate, vendor.request, 400);
  expect((await run(gate, vendor.request, 100, 100)).elapsedMs).toBeLessThan(200);
});

test("a single 429 slows nothing for long", async () => {
  let isFirst = true;
  const vendor = new Vendor(() => {
    const waitMs = isFirst ? 1000 : undefined;
    isFirst = false;
    return waitMs;
  });
  const { elapsedMs } = await run(new Gate(() => {}), vendor.request, 100);
  expect(vendor.refused).toBe(1);
  expect(elapsedMs).toBeLessThan(6000);
});

describe("a vendor that takes nothing", () => {
  const closed = (headers: Record<string, string> = {}) => jest.fn(async () => ({ statusCode: 429, headers }));

  test("is asked a few times, with doubling waits, and then no more", async () => {
    const request = closed();
    const times: number[] = [];
    request.mockImplementation(async () => {
      times.push(performance.now());
      return { statusCode: 429, headers: {} };
    });
    const { statuses } = await run(new Gate(() => {}), request, 1);
    expect(statuses).toEqual([429]);
    const seconds = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 100) / 10);
    expect(seconds).toEqual([0.5, 0.5, 1, 2, 4, 8, 16, 30]);
  });

  test("lets no call wait for longer than its budget, also where its turn has never come", async () => {
    const gate = new Gate(() => {});
    const first = run(gate, closed(), 8, 8);
    await jest.advanceTimersByTimeAsync(100);
    const late = await run(gate, closed(), 8, 8);
    expect((await first).statuses).toEqual(Array.from({ length: 8 }, () => 429));
    expect(late.statuses).toContain(undefined);
    expect(late.elapsedMs).toBeLessThanOrEqual(600_100);
  });

  test("and asks for a wait beyond the budget ends the call at once, and holds up no other", async () => {
    const request = closed({ "retry-after": "3600" });
    const gate = new Gate(() => {});
    expect((await run(gate, request, 1)).statuses).toEqual([429]);
    expect(request).toHaveBeenCalledTimes(1);
    const open = new Vendor(() => undefined);
    const { statuses, elapsedMs } = await run(gate, open.request, 1);
    expect(statuses).toEqual([200]);
    expect(elapsedMs).toBeLessThan(1000);
  });
});

test("calls are let through in the order in which they came, one that was refused before those behind it", async () => {
  const vendor = new Vendor(bucket(1, 1));
  const gate = new Gate(() => {});
  const done: number[] = [];
  const call = async (index: number) => {
    await gate.through(vendor.request);
    done.push(index);
  };
  const all = Promise.all([0, 1, 2, 3].map(call));
  await jest.advanceTimersByTimeAsync(60_000);
  await all;
  expect(done).toEqual([0, 1, 2, 3]);
});

test("a request that fails leaves the gate to the next", async () => {
  const gate = new Gate(() => {});
  const answers = [429, "lost", 200] as const;
  let count = 0;
  const request = async () => {
    const answer = answers[count++] ?? 200;
    if (answer === "lost") throw new Error("no answer");
    return { statusCode: answer, headers: {} };
  };
  const calls = Promise.allSettled([gate.through(request), gate.through(request), gate.through(request)]);
  await jest.advanceTimersByTimeAsync(10_000);
  expect((await calls).map(({ status }) => status).toSorted()).toEqual(["fulfilled", "fulfilled", "rejected"]);
});

describe("the gate of an account", () => {
  const at = (url: string, token: string) => accountAt(acme, url, token);
  const url = "https://vendor.invalid";

  test("is the same for all calls with its base URL and its token, and no other's", () => {
    expect(gateOf(at(url, "a"))).toBe(gateOf(at(url, "a")));
    expect(gateOf(at(url, "a"))).not.toBe(gateOf(at(url, "b")));
    expect(gateOf(at(url, "a"))).not.toBe(gateOf(at(`${url}/v2`, "a")));
  });

  test.each([
    [undefined, "acme: Acme takes fewer requests"],
    ["eu", "acme account eu: Acme takes fewer requests"],
  ])("says once that the run waits, and nothing secret (account %s)", async (name, words) => {
    const log = jest.spyOn(console, "log").mockImplementation(() => {});
    const gate = gateOf({ ...at(url, `token-CANARY-${name}`), name });
    await run(gate, new Vendor(bucket(2, 2)).request, 20);
    expect(log.mock.calls).toEqual([[expect.stringContaining(words)]]);
    expect(String(log.mock.calls)).not.toContain("CANARY");
    log.mockRestore();
  });

  test("says nothing where nothing waits", async () => {
    const log = jest.spyOn(console, "log").mockImplementation(() => {});
    await run(gateOf(at(url, "unlimited")), new Vendor(() => undefined).request, 20);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});
