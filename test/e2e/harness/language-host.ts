/**
 * A Node language host for an engine that comes without one. The engine takes its address by `--client`, and asks it to run the program
 * of each `up`. So a program runs in a process of its own, as a user runs it. An inline program of the Automation API does not.
 */
import { credentials, Server, ServerCredentials, type UntypedHandleCall } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  LanguageHandshakeResponse,
  type RunRequest,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Engine } from "../../../tools/engine/index";
import { runProgramProcess } from "./program-process";

interface Hosted {
  /** The engine's own environment. */
  readonly environment: NodeJS.ProcessEnv;
  /** For how long a program may run. */
  readonly timeLimitMs: number;
}

/** Runs the engine with the flags that give it a language host. An engine that has its own gets no flags. */
export async function withLanguageHost<T>(
  engine: Engine,
  hosted: Hosted,
  run: (flags: readonly string[]) => Promise<T>,
): Promise<T> {
  if (engine.hasNodeLanguageHost) return run([]);
  const server = new Server();
  server.addService(LanguageRuntimeService, languageRuntime(hosted));
  try {
    return await run([`--client=127.0.0.1:${await listen(server)}`]);
  } finally {
    server.forceShutdown();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    const bound = (error: Error | null, port: number) => (error ? reject(error) : resolve(port));
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), bound);
  });
}

type Answer<T> = (error: Error | null, response?: T) => void;

/** The calls that the engine makes in a run. Its other calls to a language host are for plugins and generated code. */
function languageRuntime(hosted: Hosted): Record<string, UntypedHandleCall> {
  const answering =
    <T>(make: () => T) =>
    (_: unknown, answer: Answer<T>) =>
      answer(null, make());
  return {
    handshake: answering(() => new LanguageHandshakeResponse()),
    getPluginInfo: answering(() => new PluginInfo().setVersion(sdkVersion)),
    // The programs here use no plugin but the dynamic provider, which every engine has.
    getRequiredPackages: answering(() => new GetRequiredPackagesResponse()),
    getRequiredPlugins: answering(() => new GetRequiredPluginsResponse()),
    about: answering(() => new AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    // There is nothing to install: the dependencies are there, or a test wants them to be missing.
    installDependencies: (call: { end(): void }) => call.end(),
    run: ({ request }: { request: RunRequest }, answer: Answer<RunResponse>) => {
      run(request, hosted).then(
        (response) => answer(null, response),
        (error: Error) => answer(error),
      );
    },
    cancel: answering(() => new Empty()),
  };
}

async function run(request: RunRequest, hosted: Hosted): Promise<RunResponse> {
  // With `--client`, the engine passes its own address as the program's first argument.
  const [engineAddress = "", ...programArguments] = request.getArgsList();
  const engine = new EngineClient(engineAddress, credentials.createInsecure());
  const lines: Promise<void>[] = [];
  const onOutput = (text: string) => void lines.push(say(engine, text));
  try {
    const surroundings = { ...hosted, engineAddress, programArguments, onOutput };
    const { error, hasSaidWhy } = await runProgramProcess(request, surroundings);
    await Promise.all(lines);
    return new RunResponse().setError(error).setBail(hasSaidWhy);
  } finally {
    engine.close();
  }
}

/** What the program prints is shown below the stack, as with a language host of the engine's own. */
function say(engine: EngineClient, text: string): Promise<void> {
  const request = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(text).setStreamid(1);
  return new Promise((resolve) => engine.log(request, () => resolve()));
}
