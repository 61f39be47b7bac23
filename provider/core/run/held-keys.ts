/**
 * Which record holds which key now, as far as this run has seen. It has seen the records that the engine handed over, and what it has
 * minted and adopted.
 *
 * Two records can hold one key (adopted twice; adopted again by a replacement). Deleting one of them must not revoke what the
 * other still uses, and the last one must revoke it.
 */
import type { Origin } from "../program/inputs";
import type { KeyRecord, RecordId } from "../record/record";
import type { Instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import type { Account } from "../vendor/account";
import type { MintedBy } from "../vendor/minted-by";
import { readOthers, shared } from "./journal";

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
/** Key ids, by the account that minted them. */
const minted = new Map<string, readonly KeyId[]>();
const revoked = new Set<string>();

function nameOfKey({ url }: Pick<Account, "url">, keyId: KeyId): string {
  return `${url} ${keyId}`;
}

export function hold(
  account: Pick<Account, "url">,
  { keyId, createdAt }: { readonly keyId: KeyId; readonly createdAt?: Instant | undefined },
  { recordId, origin }: Holder,
): void {
  noteHold({ url: account.url, keyId, createdAt, recordId, resource: origin.name });
}

interface Hold {
  readonly url: string;
  readonly keyId: KeyId;
  readonly createdAt?: Instant | undefined;
  readonly recordId: RecordId;
  /** The resource's name; missing where the hold ends. */
  readonly resource?: string;
}

const noteHold = shared("hold", ({ url, keyId, createdAt, recordId, resource }: Hold) => {
  const name = nameOfKey({ url }, keyId);
  if (resource === undefined) {
    held.get(name)?.holders.delete(recordId);
    return;
  }
  const key = held.get(name) ?? { url, keyId, createdAt, holders: new Map<RecordId, string>() };
  key.holders.set(recordId, resource);
  held.set(name, key);
});

/** The records that hold the key, with their resources' names. */
function holdersOf(account: Pick<Account, "url">, keyId: KeyId): ReadonlyMap<RecordId, string> {
  readOthers();
  return held.get(nameOfKey(account, keyId))?.holders ?? new Map();
}

/** Notes the keys of a record that the engine hands over: no other mint can have made them. */
export function holdAll({ mintedBy, key, previous, recordId }: KeyRecord, origin: Origin): void {
  for (const own of [key, previous]) {
    if (!own) continue;
    hold(mintedBy, own, { recordId, origin });
    minted.set(nameOfMinter(mintedBy), [...keysOfMinter(mintedBy), own.keyId]);
  }
}

/** The keys that this account has minted, as far as the engine has handed over their records in this run. */
export function keysOfMinter(mintedBy: MintedBy): readonly KeyId[] {
  return minted.get(nameOfMinter(mintedBy)) ?? [];
}

function nameOfMinter({ url, org, account, principal }: MintedBy): string {
  return JSON.stringify([url, org, account, principal]);
}

/** Ends a record's hold on a key, before a revoke. Returns the name of another resource that still holds the key, if there is one. */
export function release(account: Pick<Account, "url">, keyId: KeyId, recordId: RecordId): string | undefined {
  noteHold({ url: account.url, keyId, recordId });
  const [other] = holdersOf(account, keyId).values();
  return other;
}

/** True when a record of this run holds the key, which is no orphan then. */
export function isHeld(account: Pick<Account, "url">, keyId: KeyId): boolean {
  return holdersOf(account, keyId).size > 0;
}

export function isHeldByNoOther(account: Pick<Account, "url">, keyId: KeyId, recordId: RecordId): boolean {
  return [...holdersOf(account, keyId).keys()].every((holder) => holder === recordId);
}

/** The keys that records of this run hold and that were created at such a time. */
export function heldKeys({ url }: Pick<Account, "url">, isCreatedThen: (at: Instant) => boolean): KeyId[] {
  readOthers();
  return [...held.values()]
    .filter(
      (key) => key.url === url && key.holders.size > 0 && key.createdAt !== undefined && isCreatedThen(key.createdAt),
    )
    .map(({ keyId }) => keyId);
}

/** Notes that this run has revoked a key: a list that was read before still shows it live. */
export function markRevoked(account: Pick<Account, "url">, keyId: KeyId): void {
  revoked.add(nameOfKey(account, keyId));
}

export function wasRevoked(account: Pick<Account, "url">, keyId: KeyId): boolean {
  return revoked.has(nameOfKey(account, keyId));
}
