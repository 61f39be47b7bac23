/**
 * Which diff is a refresh's: the engine asks for one right after each read, with the inputs of then, only to show what the refresh has
 * found. It decides nothing. Those of an up, also in the same run, come after a check; one of what depends on a resource that is deleted first
 * does not, and has an input that is not known.
 *
 * Never may an up's diff be taken for one: nothing would rotate.
 */
import type { RecordId } from "../record/record";

/** The records that have been read, and not been asked about since. */
const read = new Set<RecordId>();

export function markRead(recordId: RecordId): void {
  read.add(recordId);
}

/**
 * With `PULUMI_ENABLE_LEGACY_REFRESH_DIFF` the engine asks for no diff after a read. Which record a check is about cannot be told, since
 * an alias may have renamed it; the first of a run comes after all reads, but with `--run-program`.
 */
export function markChecked(): void {
  read.clear();
  isChecked = true;
}

let isChecked = false;

/** True once the program of this run has declared a key: its config is that of now, and not of the last up, in whatever follows. */
export function hasDeclared(): boolean {
  return isChecked;
}

/** Tells it once: the next diff of the record is another's. */
export function isOfRefresh(recordId: RecordId): boolean {
  return read.delete(recordId);
}
