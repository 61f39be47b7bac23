/**
 * Properties on the wire, and as core reads them: plain objects and texts.
 *
 * The engine is told that this plugin takes no secrets. So the engine sends texts in clear, and marks each output that was a secret input. A secret
 * that core writes goes to the engine as it is.
 */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Raw } from "../core/program/inputs";

export function plain(properties: Struct | undefined): Raw {
  return (properties?.toJavaScript() ?? {}) as Raw;
}

/** A property that is undefined has no form on the wire. */
export function onTheWire(properties: Raw): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}
