/**
 * One HTTP server on the loopback that can stop listening and come back on the same port. It never listens on another
 * interface: the emulator hands out keys to whoever asks.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** Long enough for a client in this process to notice that its connections are gone. */
const noticeMs = 20;

/** Longer than any connection to a vendor lasts in a test. */
const portWaitMs = 10_000;

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

export class Listener {
  readonly #handle: Handle;
  readonly #host: string;
  readonly #pending = new Set<ServerResponse>();
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #opened: Promise<void> | undefined;
  #port: number;
  #portHolder: Socket | undefined;
  #suspension: { timer?: NodeJS.Timeout } | undefined;

  constructor(
    handle: Handle,
    { host = "127.0.0.1", port = 0 }: { host?: string | undefined; port?: number | undefined } = {},
  ) {
    this.#handle = handle;
    this.#host = host;
    this.#port = port;
  }

  get origin(): string {
    return `http://${this.#host}:${this.#port}`;
  }

  /** Opens, or comes back on the port it had. */
  accept(): Promise<void> {
    this.#endSuspension();
    this.#opened ??= this.#listen();
    return this.#opened;
  }

  /** Further connections are refused, and the open ones are cut, stalled or not. */
  async refuse(): Promise<void> {
    this.#endSuspension();
    await this.#opened?.catch(() => {});
    const server = this.#stopListening();
    this.cutPending();
    server?.closeAllConnections();
    if (server !== undefined) await wait(noticeMs);
  }

  /** Refuses further connections for some milliseconds, or until `resume` or `accept`. What was asked before is still answered. */
  suspend(forMs?: number): void {
    if (this.#stopListening() === undefined) return;
    // Each answer from now on is the last on its connection.
    for (const response of this.#pending) response.shouldKeepAlive = false;
    const asked = new Set([...this.#pending].map(({ socket }) => socket));
    for (const socket of this.#sockets) if (!asked.has(socket)) socket.destroy();
    this.#suspension = forMs === undefined ? {} : { timer: setTimeout(() => this.resume(), forMs).unref() };
  }

  /** Ends a suspension, and no other refusal. */
  resume(): void {
    if (this.#suspension !== undefined) void this.accept();
  }

  /** Cuts the answers that are not finished, such as stalled ones. Idle connections stay: their clients will use them again. */
  cutPending(): void {
    for (const response of this.#pending) response.destroy();
  }

  /** As `refuse`, for good: the port is free again. */
  async close(): Promise<void> {
    await this.refuse();
    this.#releasePort();
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => {
      this.#pending.add(response);
      response.once("close", () => this.#pending.delete(response));
      this.#handle(request, response);
    });
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    this.#server = server;
    await this.#bind(server, this.#portHolder === undefined ? 0 : portWaitMs);
    this.#port = (server.address() as AddressInfo).port;
    // Not earlier: another process could then be given the port, and keep it.
    this.#releasePort();
  }

  /** Tries again while another process holds this very port, as one that asks for any port may for a moment. */
  async #bind(server: Server, patienceMs: number): Promise<void> {
    for (let leftMs = patienceMs; ; leftMs -= noticeMs) {
      try {
        server.listen(this.#port, this.#host);
        await once(server, "listening");
        return;
      } catch (error) {
        if (leftMs <= 0 || (error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
        await wait(noticeMs);
      }
    }
  }

  /** Refuses connections from here on, at once. Returns the server that has stopped listening. */
  #stopListening(): Server | undefined {
    const server = this.#server;
    if (!server?.listening) return undefined;
    this.#server = undefined;
    this.#opened = undefined;
    server.close();
    this.#holdPort();
    return server;
  }

  /**
   * Keeps the port for us by connecting it to itself. Otherwise, while nobody listens on it, the next program that asks for any port
   * could be given it.
   */
  #holdPort(): void {
    const [host, port] = [this.#host, this.#port];
    this.#portHolder = connect({ host, port, localAddress: host, localPort: port }).on("error", () => {});
    this.#portHolder.unref();
  }

  #releasePort(): void {
    const holder = this.#portHolder;
    this.#portHolder = undefined;
    if (holder?.connecting) holder.destroy();
    else holder?.resetAndDestroy();
  }

  #endSuspension(): void {
    clearTimeout(this.#suspension?.timer);
    this.#suspension = undefined;
  }
}
