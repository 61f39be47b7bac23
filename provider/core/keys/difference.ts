/**
 * An id that only the difference of two lists has told, held against what lists tell later: then they can no longer lag.
 *
 * Never may a stranger's key be revoked for ours, and never may ours be forgotten with a stranger's: where another key of the same
 * seconds has turned up, a person tells which it is.
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
import { requireNames } from "./nameless-key";
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

/** Whether a list shows the key with the end of such a value. */
function isShownWith(keys: readonly VendorKey[], keyId: KeyId, value: Secret): boolean {
  return keys.some((key) => key.keyId === keyId && resemblance(value, key.value) === "fits");
}

/** Other keys that may be the one: created in the same seconds, not there before, and not shown with another value. */
export function rivalsOf(
  session: Session,
  list: KeyList,
  { keyId, value }: Told,
  byDifference: ToldByDifference,
): KeyId[] {
  requireNames(session, list, byDifference, keyId);
  const own = list.keys.find((key) => key.keyId === keyId);
  // Without the value in hand, two keys are told apart by the ends that the list shows of both.
  const isProved = value === undefined && byDifference.isValueShown;
  // A key that has gone was ours, since lists once showed it with our value.
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

/** A list that shows every key of those seconds: read long enough after them, by the vendor's clock and by ours, or by a stopwatch. */
export async function caughtUpList(session: Session, keyId: KeyId, byDifference: ToldByDifference): Promise<KeyList> {
  let list = await readWholeList(session, performance.now() - limits.listAgeMs);
  for (let rounds = 0; rounds < 2; rounds++) {
    if (hasCaughtUp(list, byDifference)) return list;
    const { begun, date } = list;
    const due = begun + limits.absenceGraceMs;
    sayWaiting(session, due - performance.now());
    await sleep(Math.max(0, due - performance.now()));
    list = await readWholeList(session, due);
    // By the stopwatch, from a list that was read after those seconds.
    if (date === undefined || date >= byDifference.until) return list;
  }
  const { title } = session.account.definition;
  throw new UserError(
    `${title}'s clock does not reach ${byDifference.until}, when the key was minted, so its lists cannot be believed yet. Key ${keyId} was not revoked. Run again later`,
  );
}

function hasCaughtUp({ date }: KeyList, { until }: ToldByDifference): boolean {
  const caughtUpAt = epochMilliseconds(until) + limits.absenceGraceMs;
  return date !== undefined && epochMilliseconds(date) >= caughtUpAt && Date.now() >= caughtUpAt;
}

/** Whether the id of the key in use is still to be held against a list. */
export function isUnconfirmed({ key, pending }: KeyRecord): boolean {
  return key?.byDifference !== undefined && !key.byDifference.isConfirmed && !pending;
}

/** The record of a key that is in use, as a list confirms its id or speaks against it. */
function heldAgainst(session: Session, list: KeyList, record: KeyRecord): KeyRecord {
  const { key } = record;
  const byDifference = key?.byDifference;
  if (!key || !byDifference) return record;
  const rivals = rivalsOf(session, list, key, byDifference);
  if (rivals.length > 0) return inDoubt(session, record, key, byDifference, rivals);
  const isShown = list.keys.some(({ keyId }) => keyId === key.keyId);
  const isValueShown = key.value !== undefined && isShownWith(list.keys, key.keyId, key.value);
  if (!isValueShown && !(isShown && hasCaughtUp(list, byDifference))) return record;
  return { ...record, key: { ...key, byDifference: { ...byDifference, isConfirmed: true, isValueShown } } };
}

/** The same against a list of this run. Where none can be read the record stays: a later run asks, and so does each revoke. */
export async function heldAgainstLists(session: Session, record: KeyRecord): Promise<KeyRecord> {
  try {
    return heldAgainst(session, await readWholeList(session, performance.now() - limits.listAgeMs), record);
  } catch (error) {
    if (isOutcome(error)) return record;
    throw error;
  }
}

/** The key's value is kept, and its mint is pending again: another key may be the one. */
export function inDoubt(
  { account }: Session,
  record: KeyRecord,
  { keyId, value, trigger }: OwnKey,
  byDifference: ToldByDifference,
  rivals: readonly KeyId[],
): KeyRecord {
  const { from, until, isExact } = byDifference;
  const candidates = [keyId, ...rivals];
  // A later run may not have seen the records that hold them.
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
