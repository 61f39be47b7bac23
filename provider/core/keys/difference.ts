/**
 * A key id that only the difference of two lists has told. It is compared with later lists, which can no longer lag.
 *
 * A stranger's key must never be revoked as ours, and ours must never be forgotten because a stranger's is gone. So where another key of
 * the same seconds has turned up, a person says which one is ours.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isWithin, widened } from "../record/mint-window";
import type { KeyRecord, OwnKey, Pending, ToldByDifference, Window } from "../record/record";
import { heldKeys } from "../run/held-keys";
import { epochMilliseconds, type Instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { limits } from "../values/limits";
import { newNonce } from "../values/marker";
import { areApart, resemblance, type Secret } from "../values/secret";
import { UserError } from "../values/user-error";
import { isOutcome } from "../vendor/call-failures";
import type { VendorKey } from "../vendor/definition";
import { type KeyList, readWholeList } from "../vendor/key-lists";
import { refuseNameless } from "./nameless-key";
import type { Session } from "./session";
import { sayWaiting } from "./waiting";

interface Told {
  readonly keyId: KeyId;
  readonly value?: Secret | undefined;
}

/** What is written down of an id that lists have told. */
export function toldByDifference(
  keyId: KeyId,
  keys: readonly VendorKey[],
  window: Window,
  told: { readonly known: ReadonlyMap<KeyId, Instant>; readonly value: Secret; readonly isConfirmed: boolean },
): ToldByDifference {
  const isOthers = (key: VendorKey) => told.known.has(key.keyId) || resemblance(told.value, key.value) === "differs";
  const others = keys.filter((key) => key.keyId !== keyId && isWithin(window, key.createdAt) && isOthers(key));
  const isValueShown = isShownWith(keys, keyId, told.value);
  return {
    ...window,
    others: others.map((key) => key.keyId),
    isConfirmed: told.isConfirmed || isValueShown,
    isValueShown,
  };
}

/** Whether a list shows the key with the end of this value. */
function isShownWith(keys: readonly VendorKey[], keyId: KeyId, value: Secret): boolean {
  return keys.some((key) => key.keyId === keyId && resemblance(value, key.value) === "fits");
}

/** Other keys that may be ours instead: created in the same seconds, not there before, and not shown with another value. */
export function rivalsOf(
  session: Session,
  list: KeyList,
  { keyId, value }: Told,
  byDifference: ToldByDifference,
): KeyId[] {
  refuseNameless(session, list, byDifference, keyId);
  const own = list.keys.find((key) => key.keyId === keyId);
  // Where we no longer have the value, the ends of both values in the list tell the two keys apart.
  const isProved = value === undefined && byDifference.isValueShown;
  // The key that is gone was ours, since lists once showed it with our value.
  if (isProved && !own) return [];
  const isAnothers = (key: VendorKey) =>
    value ? resemblance(value, key.value) === "differs" : isProved && areApart(own?.value, key.value);
  const rivals = list.keys.filter(
    (key) =>
      key.status === "live" &&
      !key.unfit &&
      key.keyId !== keyId &&
      isWithin(byDifference, key.createdAt) &&
      !byDifference.others.includes(key.keyId) &&
      !isAnothers(key),
  );
  return rivals.map((key) => key.keyId);
}

/** A list that is caught up with the seconds of the mint: by the vendor's clock and ours, or else by a stopwatch. */
export async function caughtUpList(session: Session, keyId: KeyId, byDifference: ToldByDifference): Promise<KeyList> {
  let list = await readWholeList(session, performance.now() - limits.listAgeMs);
  for (let rounds = 0; rounds < 2; rounds++) {
    if (hasCaughtUp(list, byDifference)) return list;
    const { begun, date } = list;
    const due = begun + limits.absenceGraceMs;
    sayWaiting(session, due - performance.now());
    await sleep(Math.max(0, due - performance.now()));
    list = await readWholeList(session, due);
    // The stopwatch tells it: the list before this one was already read after those seconds.
    if (date === undefined || date >= byDifference.until) return list;
  }
  const { title } = session.account.definition;
  throw new UserError(
    `${title}'s clock has not reached ${byDifference.until}, the time of the mint, so its lists cannot be believed yet. Key ${keyId} was not revoked. Run again later`,
  );
}

function hasCaughtUp({ date }: KeyList, { until }: ToldByDifference): boolean {
  const caughtUpAt = epochMilliseconds(until) + limits.absenceGraceMs;
  return date !== undefined && epochMilliseconds(date) >= caughtUpAt && Date.now() >= caughtUpAt;
}

/** Whether a list has yet to confirm the id of the key in use. */
export function isUnconfirmed({ key, pending }: KeyRecord): boolean {
  return key?.byDifference !== undefined && !key.byDifference.isConfirmed && !pending;
}

/** The record after a look at a list, which may confirm the id of the key in use or contradict it. */
function heldAgainst(session: Session, list: KeyList, record: KeyRecord): KeyRecord {
  const { key } = record;
  const byDifference = key?.byDifference;
  if (!key || !byDifference) return record;
  const rivals = rivalsOf(session, list, key, byDifference);
  if (rivals.length > 0) return pendingAgain(session, record, key, byDifference, rivals);
  const isShown = list.keys.some(({ keyId }) => keyId === key.keyId);
  const isValueShown = key.value !== undefined && isShownWith(list.keys, key.keyId, key.value);
  if (!isValueShown && !(isShown && hasCaughtUp(list, byDifference))) return record;
  return { ...record, key: { ...key, byDifference: { ...byDifference, isConfirmed: true, isValueShown } } };
}

/** The same with a list of this run. If no list can be read, the record stays as it is: a later run asks, and so does each revoke. */
export async function heldAgainstLists(session: Session, record: KeyRecord): Promise<KeyRecord> {
  try {
    return heldAgainst(session, await readWholeList(session, performance.now() - limits.listAgeMs), record);
  } catch (error) {
    if (isOutcome(error)) return record;
    throw error;
  }
}

/** The record with its mint pending again, since another key may be ours. The value is kept. */
export function pendingAgain(
  { account }: Session,
  record: KeyRecord,
  { keyId, value, trigger }: OwnKey,
  byDifference: ToldByDifference,
  rivals: readonly KeyId[],
): KeyRecord {
  const { from, until, isExact } = byDifference;
  const candidates = [keyId, ...rivals];
  // A later run may not have seen the records of these siblings yet.
  const ofSiblings = heldKeys(account, (at) => isWithin(widened(byDifference), at));
  const others = [...byDifference.others, ...ofSiblings.filter((held) => !candidates.includes(held))];
  const pending: Pending = {
    nonce: newNonce(),
    marked: false,
    isListed: true,
    from,
    until,
    isExact,
    candidates,
    others: [...new Set(others)],
    value,
    trigger,
  };
  return { ...record, key: undefined, pending };
}
