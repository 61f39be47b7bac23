/**
 * Tells a refresh's diff from an `up`'s. The engine asks for a diff right after each read, with the stored inputs, only to show what the
 * refresh has found. That diff decides nothing. The diff of an `up`, even in the same run, comes after a check. There is one exception: the
 * diff of a dependent of a resource that is deleted first. That diff has an unknown input.
 *
 * An `up`'s diff must never be taken for a refresh's: nothing would rotate.
 */
import type { RecordId } from "../record/record";

/** The records that have been read, and for which no diff has come since. */
const read = new Set<RecordId>();

export function markRead(recordId: RecordId): void {
  read.add(recordId);
}

/**
 * Forgets all reads. With `PULUMI_ENABLE_LEGACY_REFRESH_DIFF` no diff follows a read, so the next one is an `up`'s. A check cannot tell
 * which record it is about, since an alias may have renamed it. A run's first check comes after all reads, except with `--run-program`.
 */
export function markChecked(): void {
  read.clear();
  isChecked = true;
}

let isChecked = false;

/** True once this run's program has declared a key. From then on, the config is the present one and not the last `up`'s. */
export function hasDeclared(): boolean {
  return isChecked;
}

/** Whether a record's diff is a refresh's. True once for each read: the next diff of the record is an `up`'s. */
export function isOfRefresh(recordId: RecordId): boolean {
  return read.delete(recordId);
}
