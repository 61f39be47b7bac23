/** A company's proxy: it ends TLS with a certificate of its own authority, and passes the requests that it reads on to a vendor. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { selfSigned } from "../unit/http/certificate.test.support";

export interface OpeningProxy {
  /** Where it listens, as `host:port`. */
  readonly address: string;
  /** The authority's certificate, PEM. */
  readonly authority: string;
  /** How often it was asked for a connection (CONNECT). */
  asked: number;
  close(): void;
}

/** Answers for `host` with what is at `vendorUrl`. If `user` is given, as `user:password`, it answers this user alone. */
export async function openingProxy(host: string, vendorUrl: string, user?: string): Promise<OpeningProxy> {
  const certificate = selfSigned(host);
  const { port } = new URL(vendorUrl);
  const passOn = (incoming: IncomingMessage, answer: ServerResponse) => {
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    const outgoing = request({ port, method: incoming.method, path: incoming.url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    incoming.pipe(outgoing);
  };
  const opener = createHttpsServer(certificate, passOn).on("tlsClientError", () => {});
  const server = createServer().on("connect", (incoming: IncomingMessage, socket: Socket) => {
    proxy.asked += 1;
    socket.on("error", () => {});
    const given = incoming.headers["proxy-authorization"];
    if (user !== undefined && given !== `Basic ${Buffer.from(user).toString("base64")}`) {
      return void socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="company"\r\n\r\n',
      );
    }
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    opener.emit("connection", socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: OpeningProxy = {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority: certificate.cert,
    asked: 0,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return proxy;
}
