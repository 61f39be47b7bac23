/**
 * Whether a key is gone.
 *
 * Never may a key be called gone on the word of another account, of a list that may lag, or of one answer that another
 * contradicts: the engine would forget a key that lives.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { MintedBy, VendorKey } from "./definition";
import { OutcomeUnknown } from "./errors/outcome-unknown";
import { epochMilliseconds, type Instant, now } from "./instant";
import type { KeyId } from "./key-id";
import { limits } from "./limits";
import type { Secret } from "./secret";
import { proveAccount, type Session } from "./session";

/** What is known of the key that is looked for. */
interface Sought {
  readonly keyId: KeyId;
  /** At the latest. Where it is not known, the key may be young. */
  readonly createdAt: Instant | undefined;
  readonly value?: Secret | undefined;
}

/** The key as the vendor has it now; nothing when it is certain that the vendor has none. */
export async function findKey(session: Session, mintedBy: MintedBy, sought: Sought): Promise<VendorKey | undefined> {
  const { keyId, createdAt } = sought;
  const asked = performance.now();
  for (;;) {
    const key = await askOnce(session, keyId);
    if (key) return key;
    if (mayStillAppear(createdAt, performance.now() - asked)) await sleep(limits.listGapMs);
    else break;
  }
  if (await saysItLives(session, sought)) {
    return { keyId, status: "live", createdAt: createdAt ?? now(), outputs: {} };
  }
  await proveAccount(session, mintedBy);
  return undefined;
}

/** The key by its id, or where the vendor denies that, in its list: neither alone is believed. */
export async function askOnce(session: Session, keyId: KeyId): Promise<VendorKey | undefined> {
  return (await findOne(session, keyId)) ?? (await listOne(session, keyId));
}

/** A key that authenticates as itself lives, whatever lists say. */
async function saysItLives({ api }: Session, { value, keyId }: Sought): Promise<boolean> {
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
function mayStillAppear(createdAt: Instant | undefined, waitedMs: number): boolean {
  const ageMs = createdAt === undefined ? 0 : Math.max(0, Date.now() - epochMilliseconds(createdAt));
  return ageMs < limits.absenceGraceMs && waitedMs < limits.absenceGraceMs;
}
