/**
 * What a refresh learns of a key.
 *
 * Never may the value be dropped, and never may a key be called gone that may live: the engine would forget it.
 */
import { findKey } from "./absence";
import type { StackConfig } from "./config";
import type { Definition } from "./definition";
import { hold } from "./holders";
import type { Raw } from "./inputs";
import { settlePending } from "./pending";
import { type KeyRecord, readRecord, writeOutputs } from "./record";
import { openForRecord, type Session } from "./session";

export interface ReadRecord {
  /** Empty when the key is gone. */
  readonly id: string;
  readonly props: Record<string, unknown>;
}

export async function read(definition: Definition, id: string, outputs: Raw, config: StackConfig): Promise<ReadRecord> {
  const { record, settings } = readRecord(definition, outputs);
  if (!record.keyId && !record.pending) return { id, props: writeOutputs(definition, outputs, record) };
  const session = openForRecord(definition, record, settings, config);
  const settled = await settle(session, record);
  if (!settled.keyId) return { id, props: writeOutputs(definition, outputs, settled) };
  const key = await findKey(session, settled, settled.keyId);
  if (key?.status !== "live") return { id: "", props: {} };
  hold(session.account, settled.keyId, { origin: session.origin, isFresh: false });
  const live = { ...settled, createdAt: key.createdAt, outputs: { ...settled.outputs, ...key.outputs } };
  return { id: record.pending ? settled.keyId : id, props: writeOutputs(definition, outputs, live) };
}

/** A pending record is never gone: it stays, without an id, until the next up mints in place. */
async function settle(session: Session, record: KeyRecord): Promise<KeyRecord> {
  if (!record.pending) return record;
  const settled = await settlePending(session, record, record.pending);
  return settled.is === "nothing" ? { ...record, value: undefined, pending: undefined } : settled.record;
}
