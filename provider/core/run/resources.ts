/**
 * What this run has seen of the program's resources: what each is to adopt, which has no key for certain, which record each has.
 *
 * Never may a key be revoked that a resource of the run is to adopt, nor one whose successor is not certain.
 */
import type { Origin } from "../program/inputs";
import type { RecordId } from "../record/record";
import type { KeyId } from "../values/key-id";
import type { Account } from "../vendor/account";
import { type Holder, isHeldByNoOther } from "./held-keys";

/** The resources that have no key for certain. With each the record whose mint is pending, where the engine has handed one over. */
const uncertain = new Map<string, RecordId | undefined>();

/** The resource that a record's key is, or was, by the record's id: an alias may have renamed it. */
const successors = new Map<RecordId, string>();

/** By resource: the id of the key that it is to adopt, as written. */
const adopting = new Map<string, string>();

/** A resource of a stack. */
export function nameOf({ name, hash }: Origin): string {
  return `${hash} ${name}`;
}

/** The resource that a record's key is, as the program declares it now. */
function resourceOf({ recordId, origin }: Holder): string {
  return successors.get(recordId) ?? nameOf(origin);
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

/** Takes down that a resource has no key for certain, as far as this run has come: what it had before must stay. */
export function markUncertain(origin: Origin, pending?: RecordId): void {
  uncertain.set(nameOf(origin), pending);
}

/** Takes down that the resource has its key, whatever failed before in this run. */
export function markCertain(origin: Origin): void {
  uncertain.delete(nameOf(origin));
}

/** Whether the engine has handed over a record of the resource with a pending mint. */
export function isPending(origin: Origin): boolean {
  return uncertain.get(nameOf(origin)) !== undefined;
}

/** Whether that record is this one, which an update is to settle. */
export function isPendingRecord(holder: Holder): boolean {
  return uncertain.get(resourceOf(holder)) === holder.recordId;
}

/** Takes down under which name the program declares a record's resource now. */
export function succeedAs(recordId: RecordId, origin: Origin): void {
  successors.set(recordId, nameOf(origin));
}

/** Whether the resource that is to take the record's place has no key for certain. */
export function isSuccessorUncertain(holder: Holder): boolean {
  return uncertain.has(resourceOf(holder));
}
