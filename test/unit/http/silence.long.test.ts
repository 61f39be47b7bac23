/**
 * No error repeats a body, a header or the token, in whatever way the error is printed. The server here echoes all that it was sent,
 * in every part of an answer.
 */
import "../short-waits.test.support";
import { createServer, type ServerResponse } from "node:http";
import { afterEach, expect, test } from "@jest/globals";
import { printOuts } from "../print-outs.test.support";
import { call, endOf, methods } from "./calls.test.support";
import { Servers } from "./servers.test.support";

const servers = new Servers();
afterEach(() => servers.close());

const answerCanary = "answer-CANARY-1a2b3c4d5e6f";

const echoes: Record<string, (response: ServerResponse, echo: string) => void> = {
  "a message": (response, echo) => void response.writeHead(400).end(JSON.stringify({ message: `unknown key ${echo}` })),
  "a detail": (response, echo) => void response.writeHead(401).end(JSON.stringify({ detail: echo })),
  "a list of details": (response, echo) =>
    void response.writeHead(422).end(JSON.stringify({ detail: [{ loc: ["body", echo], msg: echo, type: echo }] })),
  "a title": (response, echo) => void response.writeHead(403).end(JSON.stringify({ title: echo, type: echo })),
  "its errors": (response, echo) =>
    void response
      .writeHead(400)
      .end(JSON.stringify({ message: echo, errors: { description: echo, [echo]: "is wrong" } })),
  "a page": (response, echo) => void response.writeHead(502).end(`<html><body>${echo}</body></html>`),
  "broken JSON": (response, echo) => void response.writeHead(400).end(`{"message": ${echo}`),
  "a success of another shape": (response, echo) =>
    void response.writeHead(200).end(JSON.stringify({ ok: echo, [echo]: 1 })),
  "a success that is no JSON": (response, echo) => void response.writeHead(200).end(echo),
  "its headers": (response, echo) =>
    void response
      .writeHead(429, { "retry-after": echo, "x-request-id": `${echo} `, "www-authenticate": echo, "x-echo": echo })
      .end("{}"),
  "a Location": (response, echo) => void response.writeHead(307, { location: `https://${echo}.invalid/${echo}` }).end(),
  "the status line": (response, echo) => void response.writeHead(500, echo).end(),
  "a protocol that is no HTTP": (response, echo) => void response.socket?.end(`${echo}\r\n\r\n`),
  "a chunk that is none": (response, echo) =>
    void response.socket?.end(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${echo}\r\n`),
  "a body longer than it says": (response, echo) =>
    void response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${echo}`),
  "two lengths": (response, echo) =>
    void response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: ${echo}\r\ncontent-length: 2\r\n\r\n{}`),
};

test.each(Object.entries(echoes))(
  "a server that throws back what it got in %s is quoted nowhere",
  async (_name, answer) => {
    const received: string[] = [];
    const served = await servers.start(
      createServer(async (request, response) => {
        const body = (await request.toArray()).join("");
        received.push(`${request.headers.authorization} ${body}`);
        answer(response, `${answerCanary} ${request.headers.authorization} ${body}`.replace(/[^\w -]/g, ""));
      }),
    );
    for (const { outcome, error } of await Promise.all(
      methods.map((method) => endOf(call(`http://127.0.0.1:${served.port}`, method))),
    )) {
      expect(["refused", "unknown"]).toContain(outcome);
      expect(printOuts(error)).not.toMatch(/CANARY/);
      expect(error?.cause).toBeUndefined();
    }
    expect(received.join()).toMatch(/token-CANARY.*body-CANARY/s);
  },
);

test("the vendor's own sentence and its name for the request are told", async () => {
  const served = await servers.start(
    createServer((_request, response) => {
      response.writeHead(403, { "x-request-id": "0a1b-2c3d" });
      response.end('{"message":"You don\'t have permission to access this resource"}');
    }),
  );
  const { error } = await endOf(call(`http://127.0.0.1:${served.port}`, "POST"));
  expect(error?.message).toBe(
    'creating: HTTP 403 "You don\'t have permission to access this resource", request 0a1b-2c3d',
  );
});

test.each([301, 302, 303, 307, 308])(
  "a redirect (%d) to another host is not followed, and the token stays here",
  async (status) => {
    let elsewhere = 0;
    const other = await servers.start(
      createServer((_request, response) => {
        elsewhere += 1;
        response.end('{"ok":true}');
      }),
    );
    const served = await servers.start(
      createServer((request, response) => {
        request.resume();
        response.writeHead(status, { location: `http://127.0.0.1:${other.port}/keys` }).end();
      }),
    );
    for (const method of methods) {
      const { outcome, error } = await endOf(call(`http://127.0.0.1:${served.port}`, method));
      expect(outcome).toBe(status > 303 ? "refused" : "unknown");
      expect(error?.message).toMatch(/never followed: correct the API's URL \(VENDOR_URL\)/);
      if (status <= 303) expect(error).toMatchObject({ saysRemedy: true });
      expect(error?.message).not.toContain(String(other.port));
    }
    expect(elsewhere).toBe(0);
  },
);
