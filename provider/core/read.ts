/**
 * What a refresh learns of a key.
 *
 * Never may the value be dropped, never may a key be called gone on the word of another account, of an error, or of
 * anybody but the vendor: the engine would forget a key that lives.
 */
import type { StackConfig } from "./config";
import type { Definition } from "./definition";
import { hold } from "./holders";
import type { Raw } from "./inputs";
import { settlePending } from "./pending";
import { type KeyRecord, writeOutputs } from "./record";
import { openForRecord, proveAccount, type Session } from "./session";

export interface ReadRecord {
  /** Empty when the key is gone. */
  readonly id: string;
  readonly props: Record<string, unknown>;
}

export async function read(definition: Definition, id: string, outputs: Raw, config: StackConfig): Promise<ReadRecord> {
  const { session, record } = openForRecord(definition, outputs, config);
  const known = record.pending ? await settled(session, record) : record;
  if (!known.keyId) return { id, props: writeOutputs(definition, outputs, known) };
  const found = await findLive(session, known);
  if (!found) return { id: "", props: {} };
  hold(session.account, known.keyId, { origin: session.inputs.origin, isFresh: false });
  const isHealed = record.pending !== undefined;
  return { id: isHealed ? known.keyId : id, props: writeOutputs(definition, outputs, found) };
}

/** A pending record is never gone: it stays, without an id, until the next up mints in place. */
async function settled(session: Session, record: KeyRecord): Promise<KeyRecord> {
  if (!record.pending) return record;
  const outcome = await settlePending(session, record, record.pending);
  return outcome.is === "nothing" ? { ...record, value: undefined, pending: undefined } : outcome.record;
}

/** The record with what the vendor knows of its key now; nothing when the key is gone. */
async function findLive(session: Session, record: KeyRecord): Promise<KeyRecord | undefined> {
  const key = record.keyId && (await session.api.find(record.keyId));
  if (!key) {
    await proveAccount(session, record.mintedBy);
    return undefined;
  }
  if (key.status !== "live") return undefined;
  return { ...record, createdAt: key.createdAt, outputs: { ...record.outputs, ...key.outputs } };
}
