/** The engine's log: each line stands at the resource that it is about. A lost line must never fail a call. */
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

export class EngineLog {
  readonly #engine: EngineClient;

  constructor(address: string) {
    this.#engine = new EngineClient(address, credentials.createInsecure());
  }

  /** Without a URN the line is about the stack. */
  info(message: string, urn = ""): void {
    const request = new LogRequest().setSeverity(LogSeverity.INFO).setMessage(message).setUrn(urn);
    this.#engine.log(request, () => {});
  }
}
