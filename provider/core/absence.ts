/**
 * Whether a key is gone.
 *
 * Never may a key be called gone on the word of another account, of a list that may lag, or of one answer that another
 * contradicts: the engine would forget a key that lives.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { VendorKey } from "./definition";
import { OutcomeUnknown } from "./errors/outcome-unknown";
import { epochMilliseconds, now } from "./instant";
import type { KeyId } from "./key-id";
import { limits } from "./limits";
import type { KeyRecord } from "./record";
import { proveAccount, type Session } from "./session";

/** The key as the vendor has it now; nothing when it is certain that the vendor has none. */
export async function findKey(session: Session, record: KeyRecord, keyId: KeyId): Promise<VendorKey | undefined> {
  const asked = performance.now();
  for (;;) {
    const key = (await findOne(session, keyId)) ?? (await listOne(session, keyId));
    if (key) return key;
    if (mayStillAppear(record, performance.now() - asked)) await sleep(limits.listGapMs);
    else break;
  }
  await proveAccount(session, record.mintedBy);
  const lives = await saysItLives(session, record, keyId);
  return lives ? { keyId, status: "live", createdAt: record.createdAt ?? now(), outputs: {} } : undefined;
}

/** A key that authenticates as itself lives, whatever lists say. */
async function saysItLives({ api }: Session, { value }: KeyRecord, keyId: KeyId): Promise<boolean> {
  return value !== undefined && (await api.idOf?.(value)) === keyId;
}

async function findOne({ api }: Session, keyId: KeyId): Promise<VendorKey | undefined> {
  const key = await api.find(keyId);
  if (key && key.keyId !== keyId) throw new OutcomeUnknown("reading the key: the answer is about another key");
  return key;
}

async function listOne({ api }: Session, keyId: KeyId): Promise<VendorKey | undefined> {
  const { value: keys } = await api.list();
  return keys.find((key) => key.keyId === keyId);
}

/** A key that was minted just now may not be everywhere yet. */
function mayStillAppear({ createdAt }: KeyRecord, waitedMs: number): boolean {
  const ageMs = createdAt === undefined ? 0 : Math.max(0, Date.now() - epochMilliseconds(createdAt));
  return ageMs < limits.absenceGraceMs && waitedMs < limits.absenceGraceMs;
}
