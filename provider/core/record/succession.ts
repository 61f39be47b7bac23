/** How one key of a record succeeds another. Never may the previous key be forgotten while it may live. */
import type { TriggerHash } from "../program/rotation-input";
import { after, type Duration, type Instant, now } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { valueHash } from "../values/secret";
import type { KeyRecord, OwnKey, PreviousKey } from "./record";

/** The trigger of the program, where setting or removing it asks for no rotation. */
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
  // The successor was minted once lists had told this key: also where it falls into the same seconds, it is another.
  const told = byDifference && { ...byDifference, others: [...byDifference.others, successor] };
  return { keyId, byDifference: told, validUntil: validUntilOf(key, overlap), valueHash: value && valueHash(value) };
}

/** How long a key is valid where another succeeds it now: however long ago that one's mint was, and whatever date its answer bore. */
export function validUntilOf(key: OwnKey, overlap: Duration): Instant {
  const [end, expiry] = [after(now(), overlap), key.expiresAt];
  return expiry !== undefined && expiry < end ? expiry : end;
}
