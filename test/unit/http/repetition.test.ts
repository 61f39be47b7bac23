/**
 * When a call is sent again: how long it waits, when it does not wait, and what an earlier attempt means for the outcome. The waits
 * here are a tenth of the real ones. So a test can afford a vendor that asks for a whole second.
 */
import "./tenth-waits.test.support";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { retryAfterMs } from "../../../provider/core/vendor/http/retry";
import { call, endOf, type Method, methods } from "./calls.test.support";
import { Servers } from "./servers.test.support";

const servers = new Servers();
afterEach(() => servers.close());

type Script = (response: ServerResponse, request: IncomingMessage) => void;

/** Answers each request by the next script; the last script repeats. */
async function serve(...scripts: Script[]) {
  const times: number[] = [];
  const served = await servers.start(
    createServer((request, response) => {
      request.resume();
      times.push(performance.now());
      (scripts[times.length - 1] ?? scripts.at(-1))?.(response, request);
    }),
  );
  return { url: `http://127.0.0.1:${served.port}`, times, served };
}

const ok: Script = (response) => void response.end('{"ok":true}');
const answer =
  (status: number, headers: Record<string, string> = {}): Script =>
  (response) =>
    void response.writeHead(status, headers).end('{"message":"Not now"}');

describe("a Retry-After", () => {
  test("of a second is waited for, by a mint too, as a 429 has done nothing", async () => {
    const { url, times } = await serve(answer(429, { "retry-after": "1" }), ok);
    expect((await endOf(call(url, "POST"))).outcome).toBe("success");
    const [first = 0, second = 0] = times;
    expect(times).toHaveLength(2);
    expect(second - first).toBeGreaterThanOrEqual(995);
  });

  test("that is a date is waited for", async () => {
    // An HTTP date has whole seconds: this one is between 0.5 s and 1.5 s away.
    const date = new Date(Math.round((Date.now() + 1000) / 1000) * 1000);
    const { url, times } = await serve(answer(503, { "retry-after": date.toUTCString() }), ok);
    expect((await endOf(call(url, "GET"))).outcome).toBe("success");
    expect(times).toHaveLength(2);
    expect(Date.now()).toBeGreaterThanOrEqual(date.getTime() - 5);
  });

  test("of zero or of the past means at once", async () => {
    const past = new Date(Date.now() - 60_000).toUTCString();
    const { url, times } = await serve(answer(429, { "retry-after": "0" }), answer(429, { "retry-after": past }), ok);
    const { outcome, elapsedMs } = await endOf(call(url, "POST"));
    expect([outcome, times.length]).toEqual(["success", 3]);
    expect(elapsedMs).toBeLessThan(500);
  });

  test.each([
    [429, "POST"],
    [429, "GET"],
    [503, "GET"],
    [503, "DELETE"],
  ] as const)("of an hour with a %d fails a %s at once, and the error says so", async (status, method) => {
    const { url, times } = await serve(answer(status, { "retry-after": "3600" }), ok);
    const { error, elapsedMs } = await endOf(call(url, method));
    expect(times).toHaveLength(1);
    expect(elapsedMs).toBeLessThan(1000);
    expect(error?.message).toMatch(/asks to wait 3600 s, longer than a call may take/);
  });

  test("of an hour as a date fails at once, and the error says so", async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const { url, times } = await serve(answer(429, { "retry-after": date }), ok);
    const { error } = await endOf(call(url, "POST"));
    expect(times).toHaveLength(1);
    expect(error?.message).toMatch(/asks to wait 3(599|600) s/);
  });

  test.each([
    ["5", 5000],
    [" 5 ", 5000],
    ["0", 0],
    ["0.5", 500],
    [["7", "9"], 7000],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ["-1", undefined],
    ["", undefined],
    ["  ", undefined],
    ["soon", undefined],
    ["NaN", undefined],
    ["Infinity", undefined],
    [undefined, undefined],
  ])("%j is read as %j ms", (header, expected) => {
    expect(retryAfterMs(header)).toBe(expected);
  });
});

describe("a mint", () => {
  test("is made again after each 429 and never after anything else", async () => {
    const { url, times } = await serve(answer(429), answer(429), answer(500), ok);
    expect((await endOf(call(url, "POST"))).outcome).toBe("unknown");
    expect(times).toHaveLength(3);
  });

  test("that was refused by a 429 and then found no connection has not happened", async () => {
    const { url, times, served } = await serve((response, request) => {
      served.stopListening();
      answer(429)(response, request);
    });
    expect((await endOf(call(url, "POST"))).outcome).toBe("not sent");
    expect(times).toHaveLength(1);
  });
});

describe("a call that may be repeated", () => {
  test.each(["GET", "PUT", "DELETE"] as Method[])(
    "%s: is repeated with growing waits, and not for ever",
    async (method) => {
      const { url, times } = await serve(answer(503));
      expect((await endOf(call(url, method))).outcome).toBe("unknown");
      expect(times).toHaveLength(5);
      const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      // The n-th wait is between half and all of 50 ms · 2^(n-1).
      waits.forEach((wait, index) => {
        expect(wait).toBeGreaterThanOrEqual(24 * 2 ** index);
      });
    },
  );

  test("is not repeated after the vendor's own refusal", async () => {
    for (const status of [400, 401, 403, 404, 422]) {
      const { url, times } = await serve(answer(status), ok);
      expect((await endOf(call(url, "DELETE"))).outcome).toBe("refused");
      expect(times).toHaveLength(1);
    }
  });

  test("a revoke that left and was lost is not called unsent because its repetition found no connection", async () => {
    const served = await servers.start(
      createTcpServer((socket) => {
        socket.once("data", () => {
          served.stopListening();
          socket.resetAndDestroy();
        });
      }),
    );
    const { outcome } = await endOf(call(`http://127.0.0.1:${served.port}`, "DELETE"));
    expect([outcome, served.connections]).toEqual(["unknown", 1]);
  });
});

test("a revoke that may have happened is not called unsent because a 429 refused its repetition", async () => {
  const { url, times, served } = await serve(answer(500), (response, request) => {
    served.stopListening();
    answer(429)(response, request);
  });
  expect((await endOf(call(url, "DELETE"))).outcome).toBe("unknown");
  expect(times).toHaveLength(2);
});

test.each(methods)("%s: an answer that comes byte by byte is read whole, and asked for once", async (method) => {
  const { url, times } = await serve((response) => {
    const bytes = [...'{"ok":true}'];
    const drip = () => {
      const byte = bytes.shift();
      if (byte === undefined) response.end();
      else response.write(byte, () => setTimeout(drip, 1));
    };
    drip();
  });
  expect((await endOf(call(url, method))).outcome).toBe("success");
  expect(times).toHaveLength(1);
});

test("each repetition is the same request again, and asks for no part of an answer", async () => {
  const seen: unknown[] = [];
  const halfThenReset: Script = (response) => {
    response.writeHead(200, { "content-length": "11", etag: '"1"' });
    response.write('{"ok"', () => response.socket?.end());
  };
  const { url } = await serve(
    (response, { method, url: path, headers }) => {
      seen.push({ method, path, headers });
      halfThenReset(response, {} as IncomingMessage);
    },
    (response, { method, url: path, headers }) => {
      seen.push({ method, path, headers });
      ok(response, {} as IncomingMessage);
    },
  );
  expect((await endOf(call(url, "GET"))).outcome).toBe("success");
  expect(seen).toHaveLength(2);
  expect(seen[1]).toEqual(seen[0]);
});

test.each(methods)("%s: an answer 206 is no resumption: it is read like any other or not at all", async (method) => {
  const { url, times } = await serve((response) => {
    response.writeHead(206, { "content-range": "bytes 0-10/11", "content-length": "11" }).end('{"ok":true}');
  });
  const { outcome } = await endOf(call(url, method));
  expect(["success", "unknown"]).toContain(outcome);
  if (method === "POST") expect(times).toHaveLength(1);
});
