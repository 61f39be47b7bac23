/** How one key of a record succeeds another. The previous key must never be forgotten while it may be live. */
import type { TriggerHash } from "../program/rotation-input";
import { after, type Duration, type Instant, now } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { valueHash } from "../values/secret";
import type { KeyRecord, OwnKey, PreviousKey } from "./record";

/** The record with the program's trigger, where that is set for the first time or removed. Neither asks for a rotation. */
export function withTrigger(record: KeyRecord, trigger: TriggerHash | undefined): KeyRecord {
  const { key } = record;
  const isFirstOrLast = key && (key.trigger === undefined || trigger === undefined);
  return isFirstOrLast ? { ...record, key: { ...key, trigger } } : record;
}

/** The record with a new key in use. */
export function succeed({ key: replaced, ...record }: KeyRecord, key: OwnKey, overlap: Duration): KeyRecord {
  if (!replaced) {
    // A person may have put the previous key into use again.
    const previous = record.previous?.keyId === key.keyId ? undefined : record.previous;
    return { ...record, key, previous, pending: undefined };
  }
  return { ...record, key, previous: previousOf(replaced, overlap, key.keyId), pending: undefined };
}

function previousOf(key: OwnKey, overlap: Duration, successor: KeyId): PreviousKey {
  const { keyId, byDifference, value } = key;
  // Lists told this key before the successor was minted. So the successor is another key, even if created in the same seconds.
  const told = byDifference && { ...byDifference, others: [...byDifference.others, successor] };
  return { keyId, byDifference: told, validUntil: liveUntilOf(key, overlap), valueHash: value && valueHash(value) };
}

/** How long a key stays live when another succeeds it now. The overlap runs from now, whatever the date of the successor's mint. */
export function liveUntilOf(key: OwnKey, overlap: Duration): Instant {
  const [end, expiry] = [after(now(), overlap), key.expiresAt];
  return expiry !== undefined && expiry < end ? expiry : end;
}
