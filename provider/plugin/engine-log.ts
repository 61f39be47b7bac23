/**
 * The engine's log: each line stands at the resource that it is about.
 *
 * A line that the engine does not take must never fail a call, and must never be lost: it may name a live key.
 */
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

export class EngineLog {
  readonly #engine: EngineClient;

  constructor(address: string) {
    // A proxy of the environment is for vendors. It would be asked for the engine too, although the engine is on this machine.
    this.#engine = new EngineClient(address, credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  }

  /** Without a URN the line is about the stack. */
  info(message: string, urn = ""): void {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(message).setUrn(urn);
    this.#engine.log(request, (error) => {
      if (error) console.log(message);
    });
  }
}
