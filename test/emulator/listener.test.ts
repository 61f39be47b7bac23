/** A listener that refuses connections for a while keeps its port. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer, Socket } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { Listener } from "../../emulator/listener";

const listener = new Listener((_, response) => void response.end("back"));
afterEach(() => listener.close());

test("comes back on its port, though another has taken that for a moment", async () => {
  await listener.accept();
  await listener.refuse();
  const taker = createServer();
  // The taker binds the port between the listener's release and its own bind.
  taker.listen(Number(new URL(listener.origin).port), "127.0.0.1");
  const accepted = listener.accept();
  await once(taker, "listening");
  taker.close();
  await accepted;
  expect(await (await fetch(listener.origin)).text()).toBe("back");
});

test("lets go of its port only once it listens there again: no other process is given it", async () => {
  await listener.accept();
  await listener.refuse();
  const port = new URL(listener.origin).port;
  const { resetAndDestroy } = Socket.prototype;
  let taken: string | undefined;
  // Right after the release the listener stands still, while another process tries to take the port.
  Socket.prototype.resetAndDestroy = function () {
    resetAndDestroy.call(this);
    const program = `require("net").createServer().on("error", ({code}) => console.log(code)).listen(${port}, "127.0.0.1", () => process.exit())`;
    taken ??= spawnSync(process.execPath, ["-e", program], { encoding: "utf8" }).stdout.trim();
    return this;
  };
  try {
    await listener.accept();
  } finally {
    Socket.prototype.resetAndDestroy = resetAndDestroy;
  }
  expect(taken).toBe("EADDRINUSE");
});
