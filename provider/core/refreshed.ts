/**
 * Which diff is a refresh's: the engine asks for one right after each read, with the inputs of then, only to show what the refresh has
 * found. It decides nothing. An up's diff, also one in the same run, follows a check.
 *
 * Never may an up's diff be taken for one: nothing would rotate.
 */
import type { CommonInputs } from "./inputs";
import type { RecordId } from "./record-id";

type Origin = CommonInputs["origin"];

/** The resources that have been read, and not been asked about since, by the record's id. */
const read = new Map<RecordId, Origin>();

export function markRead(recordId: RecordId, origin: Origin): void {
  read.set(recordId, origin);
}

/** With `PULUMI_ENABLE_LEGACY_REFRESH_DIFF` the engine asks for no diff after a read. */
export function markChecked({ name, hash }: Origin): void {
  for (const [recordId, origin] of read) if (origin.name === name && origin.hash === hash) read.delete(recordId);
}

/** Tells it once: the next diff of the record is another's. */
export function isOfRefresh(recordId: RecordId): boolean {
  return read.delete(recordId);
}
