/**
 * A failure as the engine reads it. A partial failure carries the record: the engine keeps it in the state.
 *
 * A record must never get lost in a failure.
 */
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Raw } from "../core/program/inputs";
import { onTheWire } from "./properties";

/** What core throws of a record that could not be finished. */
interface Partial {
  readonly id: string;
  readonly properties: Raw;
  readonly reasons: string[];
}

export function failureOf(error: Error): ServiceError {
  const metadata = new Metadata();
  if (isPartial(error)) {
    const detail = new ErrorResourceInitFailed()
      .setId(error.id)
      .setProperties(onTheWire(error.properties))
      .setReasonsList(error.reasons);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const details = new Status().setCode(status.UNKNOWN).setMessage(error.message);
    details.addDetails(packed);
    // gRPC's own place for a message of details.
    metadata.set("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  }
  return Object.assign(error, { code: status.UNKNOWN, details: error.message, metadata });
}

function isPartial(error: Error): error is Error & Partial {
  return "id" in error && "properties" in error && "reasons" in error;
}
