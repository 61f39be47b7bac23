/** The plugin's lines on their way to the engine. */
import { once } from "node:events";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { afterEach, expect, jest, test } from "@jest/globals";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineLog } from "../../provider/plugin/engine-log";

afterEach(() => {
  jest.restoreAllMocks();
  for (const name of ["http_proxy", "https_proxy"]) delete process.env[name];
});

test("a line reaches the engine although the environment has a proxy", async () => {
  const proxy = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const { port: proxyPort } = proxy.address() as { port: number };
  for (const name of ["http_proxy", "https_proxy"]) process.env[name] = `http://127.0.0.1:${proxyPort}`;
  const engine = new Server();
  const line = new Promise<string>((resolve) => {
    engine.addService(EngineService as never, {
      log: ({ request }: { request: LogRequest }, done: (error: null, answer: Empty) => void) => {
        resolve(request.getMessage());
        done(null, new Empty());
      },
    });
  });
  const port = await new Promise<number>((resolve, reject) => {
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const printed = new Promise<string>((resolve) => {
    jest.spyOn(console, "log").mockImplementation((text: string) => resolve(`printed: ${text}`));
  });
  new EngineLog(`127.0.0.1:${port}`).info("key k1 was left behind");
  const first = await Promise.race([line, printed]);
  proxy.close();
  await promisify(engine.tryShutdown.bind(engine))();
  expect(first).toBe("key k1 was left behind");
});

test("a line that no engine takes is printed", async () => {
  const printed = new Promise((resolve) => {
    jest.spyOn(console, "log").mockImplementation((text: string) => resolve(text));
  });
  new EngineLog("127.0.0.1:9").info("key k1 was left behind");
  expect(await printed).toBe("key k1 was left behind");
});
