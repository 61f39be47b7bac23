/** Which records' waits a person has been told of: one line for a resource is enough. */
import type { RecordId } from "../record/record";

const told = new Set<RecordId>();

/** True once for a record. */
export function isFirstWait(recordId: RecordId): boolean {
  if (told.has(recordId)) return false;
  told.add(recordId);
  return true;
}
