/** A proxy in the environment that cannot be right is told by its variable: nobody looks for it at the vendor. */
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "./one-stack.test.support";

let world: OneStack;
afterEach(() => world.close());

test.each([
  ["http://", "HTTPS_PROXY or HTTP_PROXY in the environment is no proxy's URL"],
  ["http://127.0.0.1:1", "by way of HTTPS_PROXY"],
])("%s", async (proxy, message) => {
  world = await OneStack.open("nekuda");
  world.environment = { NEKUDA_BASE_URL: "https://nekuda.invalid", HTTPS_PROXY: proxy };
  const { errors } = await world.up();
  expect(errors).toEqual([expect.stringContaining(message)]);
});
