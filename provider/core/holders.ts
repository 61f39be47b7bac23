/**
 * Which resource holds which key now, as far as this run has seen: the records that it was handed, and what it has minted and
 * adopted.
 *
 * Two records can hold one key (adopted twice). Deleting one of them must not revoke what the other still uses, and the
 * last one must revoke it.
 */
import type { Account } from "./account";
import type { CommonInputs } from "./inputs";
import type { KeyId } from "./key-id";
import type { KeyRecord } from "./record";

type Origin = CommonInputs["origin"];

interface Hold {
  readonly origin: Origin;
  /** True when the record was written in this run: then it is another than the one that a delete is about. */
  readonly isFresh: boolean;
}

const holds = new Map<string, Map<string, Hold>>();
const unsettled = new Set<string>();
const revoked = new Set<string>();

function keyOf({ url }: Pick<Account, "url">, keyId: KeyId): string {
  return `${url} ${keyId}`;
}

function nameOf({ name, hash }: Origin): string {
  return `${hash} ${name}`;
}

export function hold(account: Pick<Account, "url">, keyId: KeyId, { origin, isFresh }: Hold): void {
  const key = keyOf(account, keyId);
  const holders = holds.get(key) ?? new Map<string, Hold>();
  const wasFresh = holders.get(nameOf(origin))?.isFresh ?? false;
  holders.set(nameOf(origin), { origin, isFresh: isFresh || wasFresh });
  holds.set(key, holders);
}

/** The keys of a record that the engine hands over: none of them is what another mint has left. */
export function holdAll({ mintedBy, key, previous }: KeyRecord, origin: Origin): void {
  for (const own of [key, previous]) if (own) hold(mintedBy, own.keyId, { origin, isFresh: false });
}

/** Lets a record go that is about to be deleted, and tells the name of another one that holds the key. */
export function release(account: Pick<Account, "url">, keyId: KeyId, origin: Origin): string | undefined {
  const holders = holds.get(keyOf(account, keyId));
  if (!holders?.get(nameOf(origin))?.isFresh) holders?.delete(nameOf(origin));
  const [other] = holders?.values() ?? [];
  return other?.origin.name;
}

/** True when a record of this run holds the key: it is accounted for. */
export function isHeld(account: Pick<Account, "url">, keyId: KeyId): boolean {
  return (holds.get(keyOf(account, keyId))?.size ?? 0) > 0;
}

/** Takes down that this run has revoked a key: a list that was read before shows it live. */
export function markRevoked(account: Pick<Account, "url">, keyId: KeyId): void {
  revoked.add(keyOf(account, keyId));
}

export function wasRevoked(account: Pick<Account, "url">, keyId: KeyId): boolean {
  return revoked.has(keyOf(account, keyId));
}

/** Takes down that this run could not settle a resource's mint: what the resource had before must stay. */
export function markUnsettled(origin: Origin): void {
  unsettled.add(nameOf(origin));
}

export function isUnsettled(origin: Origin): boolean {
  return unsettled.has(nameOf(origin));
}
