/**
 * What this run has seen of the program's resources: which key each is to adopt, which resources are not certain, which record each has.
 *
 * A key must never be revoked while a resource of the run is to adopt it, nor while its successor's resource is not certain.
 */
import type { Origin } from "../program/inputs";
import type { RecordId } from "../record/record";
import type { KeyId } from "../values/key-id";
import type { Account } from "../vendor/account";
import { type Holder, isHeldByNoOther } from "./held-keys";
import { readOthers, shared } from "./journal";

/** The resources that are not certain. Each stands with its record that has a pending mint, where the engine has handed one over. */
const uncertain = new Map<string, RecordId | undefined>();

/** By a record's id: the name under which the program declares the record's resource now. An alias may have renamed it. */
const successors = new Map<RecordId, string>();

/** By resource: the id of the key that it is to adopt, as written. */
const adopting = new Map<string, string>();

/** Tells a resource from all others: the hash is of its project, stack, type and name. */
export function nameOf({ name, hash }: Origin): string {
  return `${hash} ${name}`;
}

/** The record's resource, by the name under which the program declares it now. */
function resourceOf({ recordId, origin }: Holder): string {
  readOthers();
  return successors.get(recordId) ?? nameOf(origin);
}

const noteAdopting = shared("adopting", ({ resource, keyId }: { resource: string; keyId?: string | undefined }) => {
  if (keyId === undefined) adopting.delete(resource);
  else adopting.set(resource, keyId);
});
const noteUncertain = shared(
  "uncertain",
  ({ resource, pending }: { resource: string; pending?: RecordId | undefined }) => uncertain.set(resource, pending),
);
const noteCertain = shared("certain", ({ resource }: { resource: string }) => uncertain.delete(resource));
const noteSuccessor = shared("successor", ({ recordId, resource }: { recordId: RecordId; resource: string }) =>
  successors.set(recordId, resource),
);

/** Notes which key the program has a resource adopt. */
export function markAdopting(origin: Origin, keyId: string | undefined): void {
  noteAdopting({ resource: nameOf(origin), keyId });
}

/** Whether a resource is to adopt the record's key, and no other record holds that key yet. */
export function isToBeAdopted(account: Pick<Account, "url">, keyId: KeyId, { recordId }: Holder): boolean {
  readOthers();
  return [...adopting.values()].includes(keyId) && isHeldByNoOther(account, keyId, recordId);
}

/** The same of another resource than the record's own. */
export function isToBeAdoptedByAnother(account: Pick<Account, "url">, keyId: KeyId, holder: Holder): boolean {
  readOthers();
  const others = [...adopting].filter(([resource]) => resource !== resourceOf(holder));
  return others.some(([, named]) => named === keyId) && isHeldByNoOther(account, keyId, holder.recordId);
}

/** Notes that a resource is not certain so far: the key that it had before must stay. `pending` is its record with a pending mint. */
export function markUncertain(origin: Origin, pending?: RecordId): void {
  noteUncertain({ resource: nameOf(origin), pending });
}

/** Notes that a resource is certain, whatever failed before in this run. */
export function markCertain(origin: Origin): void {
  noteCertain({ resource: nameOf(origin) });
}

/** Whether the engine has handed over a record of the resource with a pending mint. */
export function isPending(origin: Origin): boolean {
  readOthers();
  return uncertain.get(nameOf(origin)) !== undefined;
}

/** Whether this is that record. An update is to settle it. */
export function isPendingRecord(holder: Holder): boolean {
  return uncertain.get(resourceOf(holder)) === holder.recordId;
}

/** Notes under which name the program declares a record's resource now. */
export function succeedAs(recordId: RecordId, origin: Origin): void {
  noteSuccessor({ recordId, resource: nameOf(origin) });
}

/** Whether the resource that is to take the record's place is not certain yet. */
export function isSuccessorUncertain(holder: Holder): boolean {
  return uncertain.has(resourceOf(holder));
}
