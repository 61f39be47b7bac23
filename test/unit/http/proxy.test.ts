/**
 * Proxies that the environment names: a call to any host but this machine goes through them. The proxy never sees the token in clear.
 */
import "../short-waits.test.support";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { limits } from "../../../provider/core/values/limits";
import { printOuts } from "../print-outs.test.support";
import { call, endOf, methods } from "./calls.test.support";
import { companySigned, selfSigned } from "./certificate.test.support";
import { Servers } from "./servers.test.support";

const vendor = "https://vendor.invalid";
const servers = new Servers();
const trusted = getCACertificates("default");
/** What the proxy does with each CONNECT; the last repeats. */
let script: ("tunnel" | "opened tunnel" | "refuse" | "deny" | "forbid" | "stall" | "silent tunnel" | "late tunnel")[] =
  [];
let connects: string[] = [];
let connectHeaders: IncomingMessage["headers"][] = [];
/** One function for each `late tunnel` that waits: calling it opens the tunnel. */
let late: (() => void)[] = [];
let vendorServer: ReturnType<typeof createHttpsServer>;
let plain: IncomingMessage[] = [];
let passed: Buffer[] = [];
let requests: IncomingMessage[] = [];

beforeAll(async () => {
  const certificate = selfSigned("vendor.invalid");
  setDefaultCACertificates([...trusted, certificate.cert]);
  vendorServer = createHttpsServer(certificate, (request, response) => {
    requests.push(request);
    request.resume();
    response.end('{"ok":true}');
  });
  const target = await servers.start(vendorServer);
  const opener = createHttpsServer(companySigned("vendor.invalid"), (request, response) => {
    requests.push(request);
    response.end('{"ok":true}');
  });
  const proxy = createServer((request, response) => {
    plain.push(request);
    response.writeHead(500).end();
  });
  proxy.on("connect", (request: IncomingMessage, client: Socket) => {
    connects.push(request.url ?? "");
    connectHeaders.push(request.headers);
    client.on("error", () => {});
    const act = script.length > 1 ? script.shift() : script[0];
    if (act === "deny") return void client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    if (act === "forbid") return void client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    if (act === "opened tunnel") {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      return void opener.emit("connection", client);
    }
    if (act === "stall") return;
    if (act === "silent tunnel") return void client.write("HTTP/1.1 200 OK\r\n\r\n");
    if (act === "refuse") return void client.destroy();
    const open = () => {
      const upstream = connect(target.port, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
      upstream.on("error", () => client.destroy());
      client.on("data", (bytes: Buffer) => {
        passed.push(bytes);
        upstream.write(bytes);
      });
      upstream.on("data", (bytes: Buffer) => {
        passed.push(bytes);
        client.write(bytes);
      });
      upstream.on("end", () => client.end());
      client.on("close", () => upstream.destroy());
    };
    if (act === "late tunnel") late.push(open);
    else open();
  });
  const url = `http://127.0.0.1:${(await servers.start(proxy)).port}`;
  for (const name of ["no_proxy", "NO_PROXY", "http_proxy", "https_proxy"]) delete process.env[name];
  Object.assign(process.env, { HTTP_PROXY: url, HTTPS_PROXY: url });
});
beforeEach(() => {
  [script, connects, connectHeaders, plain, passed, requests, late] = [["tunnel"], [], [], [], [], [], []];
});
afterEach(() => {
  delete process.env.NO_PROXY;
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await servers.close();
});

test("a vendor is reached through the proxy, which sees its name and nothing of the call", async () => {
  for (const method of methods) expect((await endOf(call(vendor, method))).outcome).toBe("success");
  expect(connects).toEqual(methods.map(() => "vendor.invalid:443"));
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(
    methods.map(() => expect.stringMatching(/CANARY/)),
  );
  const seen = Buffer.concat(passed).toString("latin1");
  expect(seen.length).toBeGreaterThan(1000);
  expect(seen).not.toMatch(/CANARY|keys\/one|Bearer/);
  expect(JSON.stringify(connectHeaders)).not.toMatch(/CANARY|Bearer/);
  expect(plain).toEqual([]);
});

test.each(["127.0.0.1", "localhost"])("this machine itself (%s) is never reached through a proxy", async (host) => {
  const served = await servers.start(createServer((_request, response) => void response.end('{"ok":true}')));
  for (const method of methods) {
    expect((await endOf(call(`http://${host}:${served.port}`, method))).outcome).toBe("success");
  }
  expect([connects, plain]).toEqual([[], []]);
});

test("https to this machine itself is not reached through a proxy either", async () => {
  const served = await servers.start(createServer());
  expect((await endOf(call(`https://127.0.0.1:${served.port}`, "GET"))).outcome).toBe("not sent");
  expect(connects).toEqual([]);
});

test.each([
  [
    "deny",
    /the proxy wants a user and a password \(HTTP 407\) .*into HTTPS_PROXY, as http:\/\/user:password@host:port/,
  ],
  ["forbid", /the proxy does not open the way \(HTTP 403\) .*have the proxy allow vendor\.invalid/],
  ["opened tunnel", /authority that this machine does not know, [A-Z_]+ .*by way of HTTPS_PROXY.*NODE_EXTRA_CA_CERTS/],
] as const)(
  "a proxy that will not let any call through (%s) is told with what to do, and asked once for each",
  async (act, message) => {
    script = [act];
    for (const method of methods) {
      const { outcome, error } = await endOf(call(vendor, method));
      expect(outcome).toBe("not sent");
      expect(error?.message).toMatch(message);
    }
    expect([connects.length, requests.length]).toEqual([methods.length, 0]);
  },
);

test.each(["deny", "refuse"] as const)(
  "a proxy that does not let the call through (%s) means it was not sent",
  async (act) => {
    script = [act];
    for (const method of methods) {
      const { outcome, error } = await endOf(call(vendor, method));
      expect(outcome).toBe("not sent");
      expect(printOuts(error)).not.toContain("CANARY");
    }
    expect(requests).toEqual([]);
  },
);

test.each(["stall", "silent tunnel"] as const)(
  "a proxy that opens no way (%s) is given up in the time of a call",
  async (act) => {
    script = [act];
    const tooLong = new AbortController();
    const guard = sleep(limits.callMs + 3000, "still waiting", { signal: tooLong.signal });
    const first = await Promise.race([endOf(call(vendor, "POST")), guard]);
    tooLong.abort();
    await guard.catch(() => undefined);
    expect(first).toMatchObject({ outcome: "not sent" });
    expect(requests).toEqual([]);
  },
);

test("a mint that was given up as not sent is not sent later either, when the proxy opens the way after all", async () => {
  script = ["late tunnel"];
  expect((await endOf(call(vendor, "POST"))).outcome).toBe("not sent");
  expect(late.length).toBeGreaterThan(0);
  for (const open of late) {
    open();
    await once(vendorServer, "connection");
  }
  // One whole call gives the client time enough to send on the opened tunnels, if it sent there at all.
  script = ["tunnel"];
  expect((await endOf(call(vendor, "GET"))).outcome).toBe("success");
  expect(requests.map(({ method }) => method)).toEqual(["GET"]);
});

test("a mint that could not leave is sent once the way is open, and only once", async () => {
  script = ["refuse", "refuse", "tunnel"];
  expect((await endOf(call(vendor, "POST"))).outcome).toBe("success");
  expect([connects.length, requests.length]).toEqual([3, 1]);
});

test("a host that NO_PROXY names is not reached through the proxy", async () => {
  process.env.NO_PROXY = "vendor.invalid";
  expect((await endOf(call(vendor, "GET"))).outcome).toBe("not sent");
  expect(connects).toEqual([]);
});
