/**
 * The engine's partial failure: the run fails, and the record of a key that may live is kept all the same.
 *
 * A person learns only its message. The properties go to the engine alone and must never be printed.
 */
import type { Raw } from "../program/inputs";
import type { KeyRecord } from "./record";

export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `properties` were made of: the record, and the inputs that the state gets with it. */
  readonly record: KeyRecord;
  readonly writtenInputs: Raw;

  constructor(
    message: string,
    { id, record, written, outs }: { id: string; record: KeyRecord; written: Raw; outs: Record<string, unknown> },
  ) {
    super(message);
    this.id = id;
    this.record = record;
    this.writtenInputs = written;
    this.properties = outs;
  }
}
