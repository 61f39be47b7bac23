/**
 * Which resource holds which key now, as far as this run has seen: its diffs, and what it has minted and adopted.
 *
 * Two records can hold one key (adopted twice). Deleting one of them must not revoke what the other still uses.
 */
import type { Account } from "./account";
import type { CommonInputs } from "./inputs";
import type { KeyId } from "./key-id";

type Origin = CommonInputs["origin"];

interface Hold {
  readonly origin: Origin;
  /** True when the record was written in this run: then it is another than the one that a delete is about. */
  readonly isFresh: boolean;
}

const holds = new Map<string, Map<string, Hold>>();

function nameOf({ name, hash }: Origin): string {
  return `${hash} ${name}`;
}

export function hold({ url }: Pick<Account, "url">, keyId: KeyId, { origin, isFresh }: Hold): void {
  const key = `${url} ${keyId}`;
  const holders = holds.get(key) ?? new Map<string, Hold>();
  holders.set(nameOf(origin), { origin, isFresh });
  holds.set(key, holders);
}

/** The name of another record that holds the key as its current one. */
export function otherHolder({ url }: Pick<Account, "url">, keyId: KeyId, origin: Origin): string | undefined {
  for (const holder of holds.get(`${url} ${keyId}`)?.values() ?? []) {
    if (holder.isFresh || nameOf(holder.origin) !== nameOf(origin)) return holder.origin.name;
  }
  return undefined;
}

/** True when a record of this run holds the key: it is accounted for. */
export function isHeld({ url }: Pick<Account, "url">, keyId: KeyId): boolean {
  return holds.has(`${url} ${keyId}`);
}
