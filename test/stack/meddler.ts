/**
 * A server in front of a vendor that changes the requests and answers that pass. So the vendor seems to store less than it is sent, or
 * to tell less than it knows.
 */
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface Meddling {
  /** Changes a request's JSON. */
  readonly request?: (body: Record<string, unknown>) => Record<string, unknown>;
  /** Changes an answer's headers. */
  readonly headers?: (headers: IncomingHttpHeaders) => IncomingHttpHeaders;
}

export interface Meddler {
  readonly url: string;
  close(): void;
}

export async function meddlerBefore(vendorUrl: string, { request: change, headers }: Meddling): Promise<Meddler> {
  const { host, port, pathname } = new URL(vendorUrl);
  const server = createServer(async (incoming, answer) => {
    answer.sendDate = false;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body = text && change ? JSON.stringify(change(JSON.parse(text))) : text;
    const { "content-length": _, ...passed } = incoming.headers;
    const outgoing = request(
      {
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...passed, host, "content-length": Buffer.byteLength(body) },
      },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, headers ? headers(reply.headers) : reply.headers);
        reply.pipe(answer);
      },
    );
    // Where the vendor breaks off, this server breaks off too.
    outgoing.on("error", () => incoming.socket.resetAndDestroy());
    outgoing.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname === "/" ? "" : pathname}`;
  return {
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
