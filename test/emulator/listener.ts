/**
 * One HTTP server on the loopback that can stop listening and come back on the same port. It never listens on another
 * interface: the emulator hands out keys to whoever asks.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const host = "127.0.0.1";

/** Long enough for a client in this process to notice that its connections are gone. */
const noticeMs = 20;

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

export class Listener {
  readonly #handle: Handle;
  readonly #pending = new Set<ServerResponse>();
  #server: Server | undefined;
  #port: number;

  constructor(handle: Handle, port = 0) {
    this.#handle = handle;
    this.#port = port;
  }

  get origin(): string {
    return `http://${host}:${this.#port}`;
  }

  /** Opens, or comes back on the port it had. */
  async accept(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((request, response) => {
      this.#pending.add(response);
      response.once("close", () => this.#pending.delete(response));
      this.#handle(request, response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, host, resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Further connections are refused, and the open ones are cut, stalled or not. */
  async refuse(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await wait(noticeMs);
  }

  /** Ends the answers that are still out, such as stalled ones. Idle connections stay: their clients will use them again. */
  cutPending(): void {
    for (const response of this.#pending) response.destroy();
  }
}
