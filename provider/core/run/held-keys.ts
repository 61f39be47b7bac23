/**
 * Which record holds which key now, as far as this run has seen: the records that it was handed, and what it has minted and
 * adopted.
 *
 * Two records can hold one key (adopted twice; adopted again by a replacement). Deleting one of them must not revoke what the
 * other still uses, and the last one must revoke it.
 */
import type { Account } from "../vendor/account";
import type { CommonInputs } from "../program/inputs";
import type { Instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import type { KeyRecord } from "../record/stored";
import type { RecordId } from "../record-id";

type Origin = CommonInputs["origin"];

/** A record, and the name of its resource for messages. */
export interface Holder {
  readonly recordId: RecordId;
  readonly origin: Origin;
}

interface HeldKey {
  readonly url: string;
  readonly keyId: KeyId;
  /** Missing where it is not known. */
  readonly createdAt: Instant | undefined;
  /** The resource's name, by the record's id. */
  readonly holders: Map<RecordId, string>;
}

const held = new Map<string, HeldKey>();
/** By resource: the record whose mint is pending, where the engine has handed one over. */
const unsettled = new Map<string, RecordId | undefined>();
/** The resource that a record's key is, or was, by the record's id: an alias may have renamed it. */
const successors = new Map<RecordId, string>();
/** By resource: what it is to take over, as written. */
const adopting = new Map<string, string>();
const revoked = new Set<string>();

function nameOfKey({ url }: Pick<Account, "url">, keyId: KeyId): string {
  return `${url} ${keyId}`;
}

/** A resource of a stack. */
export function nameOf({ name, hash }: Origin): string {
  return `${hash} ${name}`;
}

/** The resource that a record's key is, as the program declares it now. */
function resourceOf({ recordId, origin }: Holder): string {
  return successors.get(recordId) ?? nameOf(origin);
}

export function hold(
  account: Pick<Account, "url">,
  { keyId, createdAt }: { readonly keyId: KeyId; readonly createdAt?: Instant | undefined },
  { recordId, origin }: Holder,
): void {
  const name = nameOfKey(account, keyId);
  const key = held.get(name) ?? { url: account.url, keyId, createdAt, holders: new Map<RecordId, string>() };
  key.holders.set(recordId, origin.name);
  held.set(name, key);
}

/** The keys of a record that the engine hands over: none of them is what another mint has left. */
export function holdAll({ mintedBy, key, previous, recordId }: KeyRecord, origin: Origin): void {
  for (const own of [key, previous]) if (own) hold(mintedBy, own, { recordId, origin });
}

/** Lets a record go that is about to be deleted, and tells the resource of another one that holds the key. */
export function release(account: Pick<Account, "url">, keyId: KeyId, recordId: RecordId): string | undefined {
  const holders = held.get(nameOfKey(account, keyId))?.holders;
  holders?.delete(recordId);
  const [other] = holders?.values() ?? [];
  return other;
}

/** True when a record of this run holds the key: it is accounted for. */
export function isHeld(account: Pick<Account, "url">, keyId: KeyId): boolean {
  return (held.get(nameOfKey(account, keyId))?.holders.size ?? 0) > 0;
}

/** Takes down which key the program has a resource adopt. */
export function markAdopting(origin: Origin, keyId: string | undefined): void {
  if (keyId === undefined) adopting.delete(nameOf(origin));
  else adopting.set(nameOf(origin), keyId);
}

/** Whether a resource is to adopt the record's key, which nothing holds beside it yet. */
export function isToBeAdopted(account: Pick<Account, "url">, keyId: KeyId, { recordId }: Holder): boolean {
  return [...adopting.values()].includes(keyId) && isHeldByNoOther(account, keyId, recordId);
}

/** The same of another resource than the record's own. */
export function isToBeAdoptedByAnother(account: Pick<Account, "url">, keyId: KeyId, holder: Holder): boolean {
  const others = [...adopting].filter(([resource]) => resource !== resourceOf(holder));
  return others.some(([, named]) => named === keyId) && isHeldByNoOther(account, keyId, holder.recordId);
}

function isHeldByNoOther(account: Pick<Account, "url">, keyId: KeyId, recordId: RecordId): boolean {
  const holders = [...(held.get(nameOfKey(account, keyId))?.holders.keys() ?? [])];
  return holders.every((holder) => holder === recordId);
}

/** The keys that records of this run hold and that were created at such a time. */
export function heldKeys({ url }: Pick<Account, "url">, isCreatedThen: (at: Instant) => boolean): KeyId[] {
  return [...held.values()]
    .filter(
      (key) => key.url === url && key.holders.size > 0 && key.createdAt !== undefined && isCreatedThen(key.createdAt),
    )
    .map(({ keyId }) => keyId);
}

/** Takes down that this run has revoked a key: a list that was read before shows it live. */
export function markRevoked(account: Pick<Account, "url">, keyId: KeyId): void {
  revoked.add(nameOfKey(account, keyId));
}

export function wasRevoked(account: Pick<Account, "url">, keyId: KeyId): boolean {
  return revoked.has(nameOfKey(account, keyId));
}

/** Takes down that a resource has no key for certain, as far as this run has come: what it had before must stay. */
export function markUnsettled(origin: Origin, pending?: RecordId): void {
  unsettled.set(nameOf(origin), pending);
}

/** Takes down that the resource has its key, whatever this run could not settle before. */
export function markSettled(origin: Origin): void {
  unsettled.delete(nameOf(origin));
}

/** Whether the engine has handed over a record of the resource with a mint that is not settled. */
export function isPending(origin: Origin): boolean {
  return unsettled.get(nameOf(origin)) !== undefined;
}

/** Whether that record is this one, which an update is to settle. */
export function isPendingRecord(holder: Holder): boolean {
  return unsettled.get(resourceOf(holder)) === holder.recordId;
}

/** Takes down under which name the program declares a record's resource now. */
export function succeedAs(recordId: RecordId, origin: Origin): void {
  successors.set(recordId, nameOf(origin));
}

/** Whether the resource that is to take the record's place has no key for certain. */
export function isUnsettled(holder: Holder): boolean {
  return unsettled.has(resourceOf(holder));
}
