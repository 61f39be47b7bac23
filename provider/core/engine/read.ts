/**
 * Read: what a refresh learns of a key.
 *
 * It must never drop the value, and it must never call a key gone that may live: the engine would forget the key.
 */
import { heldAgainstLists, isUnconfirmed, pendingAgain, rivalsOf } from "../keys/difference";
import { findKey, keyInUse } from "../keys/find-key";
import { openForRecord, type Session } from "../keys/session";
import { settlePending } from "../keys/settle-pending";
import type { Raw } from "../program/inputs";
import { pendingSentence } from "../record/pending-sentence";
import type { KeyRecord, OwnKey } from "../record/record";
import { readRecord, writeOutputs } from "../record/stored";
import { hold, holdAll } from "../run/held-keys";
import { markRead } from "../run/refresh-reads";
import { limits } from "../values/limits";
import { say } from "../values/say";
import type { Definition } from "../vendor/definition";
import { readWholeList } from "../vendor/key-lists";
import type { StackConfig } from "../vendor/stack-config";
import { withStateDelete } from "./state-delete";

export interface ReadRecord {
  /** Empty when the key is gone. */
  readonly id: string;
  readonly props: Record<string, unknown>;
}

export async function read(definition: Definition, id: string, outputs: Raw, config: StackConfig): Promise<ReadRecord> {
  const { record: stored, inputs } = readRecord(definition, outputs);
  holdAll(stored, inputs.origin);
  markRead(stored.recordId);
  if (!stored.key && !stored.pending) return { id, props: writeOutputs(definition, outputs, stored) };
  const session = openForRecord(definition, stored, inputs, config);
  const found = await refreshed(session, await settlePendingInRefresh(session, stored, id), id);
  if (!found.key && !found.previous && !found.pending && !stored.pending) return { id: "", props: {} };
  // The engine's id of a record is the id of its first key. So only a record that had no key yet gets its id here.
  const isFirst = !stored.key && found.key !== undefined;
  return { id: isFirst ? found.key.keyId : id, props: writeOutputs(definition, outputs, found) };
}

/** A refresh leaves a pending rotation to the next `up`, even where it could finish it: a refresh hands no new key on to consumers. */
async function settlePendingInRefresh(session: Session, stored: KeyRecord, id: string): Promise<KeyRecord> {
  const { record, revoked } = await settlePending(session, stored);
  // A refresh does not fail for a pending mint, so a person learns of it by this line alone.
  if (record.pending) sayPending(session, record, id, true);
  else if (revoked) say(session.origin, `key ${revoked} is revoked: it was made by a mint whose answer was lost`);
  if (!stored.key || !stored.pending || !record.key || record.key === stored.key) return record;
  // The new key's id is written down. If that key is gone by the next `up`, the `up` can tell.
  return { ...stored, pending: { ...stored.pending, candidates: [record.key.keyId] } };
}

/** The record of a key that is gone. If only lists have told its id, the key may be a stranger's, and ours another of the same seconds. */
async function withoutKey(session: Session, record: KeyRecord, key: OwnKey, id: string): Promise<KeyRecord> {
  const { byDifference } = key;
  if (!byDifference || record.pending) return { ...record, key: undefined };
  const list = await readWholeList(session, performance.now() - limits.listGapMs);
  const rivals = rivalsOf(session, list, key, byDifference);
  return rivals.length > 0
    ? tellingIfPending(session, pendingAgain(session, record, key, byDifference, rivals), id)
    : { ...record, key: undefined };
}

/** Returns the record, and tells of a mint that has become pending in this refresh: the refresh does not fail for it. */
function tellingIfPending(session: Session, record: KeyRecord, id: string): KeyRecord {
  if (record.pending) sayPending(session, record, id, false);
  return record;
}

function sayPending({ definition, origin }: Session, record: KeyRecord, id: string, isTriedAgain: boolean): void {
  say(origin, withStateDelete(pendingSentence(definition, record, { isTriedAgain }), false, id));
}

/** The record with what the vendor knows of its key, or without a key when that is gone. */
async function refreshed(session: Session, record: KeyRecord, id: string): Promise<KeyRecord> {
  const { key, mintedBy } = record;
  if (!key) return record;
  const live = await findKey(session, mintedBy, keyInUse(session, key));
  if (live?.status !== "live") {
    const without = await withoutKey(session, record, key, id);
    const gone = `key ${key.keyId} is ${live?.status ?? "gone"} at ${session.account.definition.title}`;
    // If the key's id is in doubt, so is whether the key is gone.
    if (without.pending === record.pending) {
      const first = `If \`adopt\` in the program names key ${key.keyId}: remove \`adopt\` first`;
      say(session.origin, `${gone}: \`pulumi up\` mints a new key. ${first}`);
    }
    return without;
  }
  hold(session.account, key, session);
  const { createdAt, expiresAt = key.expiresAt } = live;
  const outputs = { ...key.outputs, ...live.outputs };
  const found = { ...record, key: { ...key, createdAt, expiresAt, outputs } };
  if (!isUnconfirmed(found)) return found;
  return tellingIfPending(session, await heldAgainstLists(session, found), id);
}
