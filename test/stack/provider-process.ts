/**
 * A provider process, started as the Pulumi engine starts it, and called over gRPC as the engine calls it.
 *
 * This file answers for what goes over the wire: plain inputs in, outputs with secret wrappers out, partial failures unpacked from the
 * error's details. All that the process prints is kept, so that it can be searched for secrets. With `WAY_IN=plugin` the process is the
 * native plugin's.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { credentials, type Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { projectFile, projectRoot } from "../../tools/project";
import { compiledOnce } from "../e2e/harness/compiled-once";
import { configKey, wayIn } from "../way-in";
import { type Named, nameResource } from "./by-plugin";

/**
 * With these preloads a process keeps its compiled code for the next process, and loads no module that it does not use. Its requests
 * tell for which resource they were sent.
 */
const preloads = ["exit-in-order.cjs", "lazy-modules.cjs", "attributed-requests.cjs"]
  .map((file) => `--require=${projectFile("test", "stack", file)}`)
  .join(" ");

/** The dynamic provider asks for the address of an engine, and never calls it. Without an address, the plugin prints its lines itself. */
const commands = {
  dynamic: [require.resolve("@pulumi/pulumi/cmd/dynamic-provider"), "127.0.0.1:0"],
  plugin: [projectFile("dist", "provider", "plugin", "main.js")],
};

export type Properties = Record<string, unknown>;

/** What the engine keeps of a resource that exists although its operation failed. */
export interface PartialFailure {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
}

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly partial: PartialFailure | undefined;

  constructor(error: ServiceError, record: Properties) {
    super(error.details);
    this.partial = readPartialFailure(error.metadata, record);
  }
}

export class ProviderProcess {
  readonly #child: ChildProcess;
  readonly #client: ResourceProviderClient;
  readonly #printed: string[];

  private constructor(child: ChildProcess, client: ResourceProviderClient, printed: string[]) {
    this.#child = child;
    this.#client = client;
    this.#printed = printed;
  }

  /** Starts a process, and hands it the stack's config in clear, as the engine does. */
  static async start(config: Record<string, string>, env: Record<string, string>): Promise<ProviderProcess> {
    const child = spawn(process.execPath, commands[wayIn], {
      cwd: projectRoot,
      env: { ...compiledOnce, ...env, NODE_OPTIONS: `${preloads} ${env.NODE_OPTIONS ?? ""}` },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed: string[] = [];
    child.stderr?.setEncoding("utf8").on("data", (text: string) => printed.push(text));
    const port = await firstLine(child, printed);
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": 100 * 1024 * 1024,
    });
    const started = new ProviderProcess(child, client, printed);
    const request = new provider.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config as never));
    for (const [key, text] of Object.entries(config)) {
      const [vendor = "", name = ""] = key.split(":");
      request.getVariablesMap().set(configKey(vendor, name).replace(":", ":config:"), text);
    }
    await started.#call((done) => client.configure(request, done));
    return started;
  }

  /** Everything that the process has printed so far. */
  get printed(): string {
    return this.#printed.join("");
  }

  async check(
    urn: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: Record<string, string> }> {
    const request = new provider.CheckRequest();
    this.#name(request, urn, news);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = await this.#call<provider.CheckResponse>((done) => this.#client.check(request, done), news);
    const failures = response.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()]);
    return { inputs: properties(response.getInputs(), news), failures: Object.fromEntries(failures) };
  }

  async diff(
    urn: string,
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces: string[] }> {
    const request = new provider.DiffRequest();
    this.#name(request, urn, olds);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = await this.#call<provider.DiffResponse>((done) => this.#client.diff(request, done), olds);
    return {
      changes: response.getChanges() === provider.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
    };
  }

  async create(urn: string, inputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new provider.CreateRequest();
    this.#name(request, urn, inputs);
    request.setProperties(struct(inputs));
    const response = await this.#call<provider.CreateResponse>((done) => this.#client.create(request, done), inputs);
    return { id: response.getId(), outputs: properties(response.getProperties(), inputs) };
  }

  async update(urn: string, id: string, olds: Properties, news: Properties): Promise<Properties> {
    const request = new provider.UpdateRequest();
    this.#name(request, urn, olds);
    request.setId(id);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    const response = await this.#call<provider.UpdateResponse>((done) => this.#client.update(request, done), news);
    return properties(response.getProperties(), news);
  }

  async read(urn: string, id: string, outputs: Properties): Promise<{ id: string; outputs: Properties }> {
    const request = new provider.ReadRequest();
    this.#name(request, urn, outputs);
    request.setId(id);
    request.setProperties(struct(outputs));
    const response = await this.#call<provider.ReadResponse>((done) => this.#client.read(request, done), outputs);
    return { id: response.getId(), outputs: properties(response.getProperties(), outputs) };
  }

  async delete(urn: string, id: string, outputs: Properties): Promise<void> {
    const request = new provider.DeleteRequest();
    this.#name(request, urn, outputs);
    request.setId(id);
    request.setProperties(struct(outputs));
    await this.#call((done) => this.#client.delete(request, done), outputs);
  }

  /** From now on nobody reads what the process prints, as when the engine was killed. */
  stopReading(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Ends the process: in order, as the engine does after a run, or at once with SIGKILL. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    this.#client.close();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    // `close` comes once all that the process has printed is read.
    const closed = once(this.#child, "close");
    this.#child.kill(signal);
    await closed;
  }

  #name(request: Named, urn: string, record: Properties): void {
    if (wayIn === "plugin") nameResource(request, urn, record);
    else request.setUrn(urn);
  }

  #call<Response>(
    send: (done: (error: ServiceError | null, response: Response) => void) => unknown,
    record: Properties = {},
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      send((error, response) => (error ? reject(new ProviderError(error, record)) : resolve(response)));
    });
  }
}

/** True for the wrapper in which the engine keeps a value encrypted. */
export function isSecret(value: unknown): value is { readonly value: unknown } {
  return typeof value === "object" && value !== null && (value as Properties)[specialSigKey] === specialSecretSig;
}

/** A value as the provider is handed it the next time. */
export function unwrapped(value: unknown): unknown {
  return isSecret(value) ? value.value : value;
}

async function firstLine(child: ChildProcess, printed: string[]): Promise<string> {
  return await new Promise((resolve, reject) => {
    let text = "";
    let isStarted = false;
    child.once("exit", () =>
      reject(new Error(`the provider process ended before it told its port: ${printed.join("")}`)),
    );
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      if (isStarted) return void printed.push(chunk);
      text += chunk;
      const end = text.indexOf("\n");
      if (end < 0) return;
      isStarted = true;
      printed.push(text.slice(end + 1));
      resolve(text.slice(0, end).trim());
    });
  });
}

function struct(value: Properties): Struct {
  const { __provider, ...ofPlugin } = value;
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(wayIn === "plugin" ? ofPlugin : value)));
}

/** What the process has answered about a record. */
function properties(value: Struct | undefined, { __provider }: Properties): Properties {
  const answered = value?.toJavaScript() ?? {};
  return wayIn === "plugin" ? { ...answered, __provider } : answered;
}

function readPartialFailure(metadata: Metadata, record: Properties): PartialFailure | undefined {
  const [details] = metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(details)) return undefined;
  const [any] = Status.deserializeBinary(details).getDetailsList();
  if (!any) return undefined;
  const failed = provider.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
  return {
    id: failed.getId(),
    properties: properties(failed.getProperties(), record),
    reasons: failed.getReasonsList(),
  };
}
