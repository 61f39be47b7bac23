/** A listener that refuses connections for a while keeps its port. */
import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test } from "@jest/globals";
import { Listener } from "../../emulator/listener";

const listener = new Listener((_, response) => void response.end("back"));
afterEach(() => listener.close());

test("comes back on its port, though another has taken that for a moment", async () => {
  await listener.accept();
  await listener.refuse();
  const taker = createServer();
  // It binds once the listener has let go of the port, and before that binds again.
  taker.listen(Number(new URL(listener.origin).port), "127.0.0.1");
  const accepted = listener.accept();
  await once(taker, "listening");
  taker.close();
  await accepted;
  expect(await (await fetch(listener.origin)).text()).toBe("back");
});
