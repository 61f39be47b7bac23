/**
 * A call is "not sent" only if nothing of it has left this machine. Here: a name that does not resolve, a refused connection, TLS that
 * fails, an untrusted certificate.
 */
import "../short-waits.test.support";
import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, test } from "@jest/globals";
import { limits } from "../../../provider/core/values/limits";
import { UserError } from "../../../provider/core/values/user-error";
import { printOuts } from "../print-outs.test.support";
import { call, endOf, methods } from "./calls.test.support";
import { companySigned, selfSigned } from "./certificate.test.support";
import { Servers } from "./servers.test.support";

for (const name of ["http_proxy", "https_proxy", "no_proxy"]) {
  delete process.env[name];
  delete process.env[name.toUpperCase()];
}
/** The timer by which undici gives up opening a connection may be a second late. */
const coarseTimerMs = 2000;
const servers = new Servers();
afterEach(() => servers.close());

/** The system gives this port to no server. A port that was freed just now could be given to another one. */
const closedPort = 1;

/** Tries every method. Each must end in time as "not sent", with an error that names the host and repeats nothing of the request. */
async function expectNeverSent(url: string): Promise<void> {
  for (const { outcome, error, elapsedMs } of await Promise.all(methods.map((method) => endOf(call(url, method))))) {
    expect(outcome).toBe("not sent");
    expect(elapsedMs).toBeLessThan(limits.callMs + coarseTimerMs);
    expect(printOuts(error)).not.toContain("CANARY");
    expect(error?.message).toContain(new URL(url).host);
  }
}

test("a connection that is refused is not sent", async () => {
  await expectNeverSent(`http://127.0.0.1:${closedPort}`);
});

test("a proxy's variable that holds no URL is named and not quoted, and nothing is sent", async () => {
  process.env.HTTPS_PROXY = "proxy CANARY";
  const error = await call("https://vendor.invalid", "POST").catch((caught: unknown) => caught);
  delete process.env.HTTPS_PROXY;
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toMatch(/HTTPS_PROXY .*Nothing was sent/);
  expect(printOuts(error)).not.toContain("CANARY");
});

test("a name that does not resolve is not sent", async () => {
  await expectNeverSent("https://vendor.invalid");
});

test("a server without a certificate is not sent anything", async () => {
  const served = await servers.start(createTlsServer({}));
  await expectNeverSent(`https://127.0.0.1:${served.port}`);
});

test("a server whose certificate nobody vouches for is not sent anything", async () => {
  const received: Buffer[] = [];
  const collect = (socket: Socket) => socket.on("data", (bytes: Buffer) => received.push(bytes));
  const tls = createTlsServer(selfSigned("localhost"), collect).on("tlsClientError", () => {});
  const served = await servers.start(tls);
  await expectNeverSent(`https://127.0.0.1:${served.port}`);
  expect(served.connections).toBeGreaterThanOrEqual(methods.length);
  expect(received).toEqual([]);
});

describe("a certificate that is refused is told with what to do, and no request is repeated", () => {
  const trusted = getCACertificates("default");
  afterEach(() => setDefaultCACertificates(trusted));

  test.each([
    [
      "of an authority that nobody knows",
      companySigned("localhost"),
      /authority .* does not know, [A-Z_]+ .*NODE_EXTRA_CA_CERTS/,
    ],
    ["that signs itself", selfSigned("localhost"), /authority .* does not know, [A-Z_]+ .*NODE_EXTRA_CA_CERTS/],
    [
      "that has expired",
      selfSigned("localhost", Date.now() - 60_000),
      /not valid at this time, CERT_HAS_EXPIRED .*clock/,
    ],
    [
      "of another host",
      selfSigned("other.invalid"),
      /is another host's, ERR_TLS_CERT_ALTNAME_INVALID .*correct the API's URL/,
    ],
  ])("%s", async (name, certificate, message) => {
    if (/expired|another/.test(name)) setDefaultCACertificates([...trusted, certificate.cert]);
    const served = await servers.start(createTlsServer(certificate).on("tlsClientError", () => {}));
    for (const method of methods) {
      const { outcome, error } = await endOf(call(`https://localhost:${served.port}`, method));
      expect(outcome).toBe("not sent");
      expect(error?.message).toMatch(message);
    }
    expect(served.connections).toBe(methods.length);
  });
});

test("a port that speaks no TLS is not sent anything", async () => {
  const received: Buffer[] = [];
  const answer = (socket: Socket) =>
    socket.on("data", (bytes) => {
      received.push(bytes as Buffer);
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
  const served = await servers.start(createServer(answer));
  await expectNeverSent(`https://127.0.0.1:${served.port}`);
  expect(Buffer.concat(received).toString("latin1")).not.toContain("CANARY");
});

test("a server that takes the connection and never finishes TLS is given up in time, and not sent anything", async () => {
  const served = await servers.start(createServer(() => {}));
  await expectNeverSent(`https://127.0.0.1:${served.port}`);
});
