/** Tiny servers, each of which counts its connections and does one thing to each. */
import type { AddressInfo, Server, Socket } from "node:net";

/** Listens on a free loopback port. `close` destroys its open connections. */
export class Served {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  connections = 0;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** No new connections; those that are open stay. */
  stopListening(): void {
    this.#server.close();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

/** Keeps the servers of a test, and closes them all. */
export class Servers {
  #served: Served[] = [];

  async start(server: Server): Promise<Served> {
    const served = await new Served(server).listen();
    this.#served.push(served);
    return served;
  }

  async close(): Promise<void> {
    const served = this.#served;
    this.#served = [];
    await Promise.all(served.map((one) => one.close()));
  }
}
