/**
 * The engine's partial failure: the run fails, and the record of a key that may live is kept all the same.
 *
 * Its message is the whole of what a person learns of it. The properties go to the engine alone and must never be printed.
 */
import type { Raw } from "../program/inputs";
import type { KeyRecord } from "./record";

export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The same as we know it, and the inputs that are written down with it. */
  readonly record: KeyRecord;
  readonly written: Raw;

  constructor(
    message: string,
    { id, record, written, outs }: { id: string; record: KeyRecord; written: Raw; outs: Record<string, unknown> },
  ) {
    super(message);
    this.id = id;
    this.record = record;
    this.written = written;
    this.properties = outs;
  }
}
