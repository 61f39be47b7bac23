/**
 * Whether a key is gone.
 *
 * A key must never be called gone because of another account's answer, a list that may lag, or one answer that another contradicts. The
 * engine would forget a live key.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { widenedByDay } from "../record/mint-window";
import type { OwnKey } from "../record/record";
import { stepsAt } from "../values/help";
import { type Instant, now } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { limits } from "../values/limits";
import type { Secret } from "../values/secret";
import { UserError } from "../values/user-error";
import { OutcomeUnknown } from "../vendor/call-failures";
import { certainlySince } from "../vendor/clock";
import type { VendorKey } from "../vendor/definition";
import { type KeyList, readList, readWholeList } from "../vendor/key-lists";
import type { MintedBy } from "../vendor/minted-by";
import { proveAccount } from "./account-proof";
import type { Session } from "./session";
import { startAnew } from "./start-anew";
import { sayWaiting } from "./waiting";

/** What is known of the key that is looked for. */
export interface Sought {
  readonly keyId: KeyId;
  /** When it was created, at the latest. Where that is not known, the key counts as young. */
  readonly createdAt?: Instant | undefined;
  readonly value?: Secret | undefined;
  /** True where the vendor itself has dated the key on record. */
  readonly isDated?: boolean;
}

/** The key in use. */
export function keyInUse({ definition }: Session, key: OwnKey): OwnKey & Sought {
  return { ...key, isDated: !definition.isMintUndated };
}

/** The key as the vendor has it now; nothing when it is certain that the vendor has none. */
export async function findKey(session: Session, mintedBy: MintedBy, sought: Sought): Promise<VendorKey | undefined> {
  const key = await lookFor(session, sought);
  if (key) return ofThatTime(session, key, sought);
  // Another account looks in vain for a live key. Only the account that minted a key may revoke it, or call it gone.
  await proveAccount(session, mintedBy);
  return await byItsOwnWord(session, sought);
}

/**
 * Throws where the vendor dates the key much later than the record does: then it is another key, under an id that was ours. Up to 26 hours
 * may come from the vendor's clocks and time zones.
 */
function ofThatTime({ account }: Session, key: VendorKey, { createdAt, isDated }: Sought): VendorKey {
  const latest = createdAt && widenedByDay({ from: createdAt, until: createdAt, isExact: true }).until;
  if (latest === undefined || key.createdAt <= latest || !isDated) return key;
  const { title } = account.definition;
  const found =
    `${title} dates key ${key.keyId} to ${key.createdAt}, the state to ${createdAt}. Key ${key.keyId} was not revoked. ` +
    `Find out at ${title} whose key ${key.keyId} is. `;
  const steps = stepsAt("the-key-was-created-at-another-time");
  throw new UserError(
    `${found}In each case run \`pulumi state taint <urn>\`, then \`pulumi up\`, which mints a new key. That run stops before it revokes key ${key.keyId}. ${steps}`,
    `${found}Then ${startAnew}. ${steps}`,
  );
}

/** The key after its revoke has failed; nothing when the key is gone. */
export async function askAgain(session: Session, sought: Sought): Promise<VendorKey | undefined> {
  return (await lookFor(session, sought, performance.now())) ?? (await byItsOwnWord(session, sought));
}

/** The key, by one look; nothing when that look does not show it. */
export async function lookUp(session: Session, keyId: KeyId): Promise<VendorKey | undefined> {
  return await askOnce(session, keyId, () => readList(session, performance.now()));
}

/**
 * The key, as soon as an answer shows it. Nothing, when none has shown it until lists can no longer lag. That takes at least two looks, or
 * three where the vendor has lists alone. The first list may be one that this run has read before.
 */
async function lookFor(
  session: Session,
  { keyId, createdAt }: Sought,
  notBefore = performance.now() - limits.listAgeMs,
): Promise<VendorKey | undefined> {
  const asked = performance.now();
  const fewest = session.api.find ? 2 : 3;
  let read = () => readList(session, notBefore);
  for (let count = 1; ; count++) {
    const key = await askOnce(session, keyId, read);
    if (key) return key;
    if (count >= fewest && !mayStillAppear(session, createdAt, performance.now() - asked)) return undefined;
    if (count >= fewest) sayWaiting(session, asked + limits.absenceGraceMs - performance.now());
    await sleep(limits.listGapMs);
    const now = performance.now();
    read = () => readWholeList(session, now);
  }
}

/** The key by its id, or else in the list. The vendor may have no call for one key, and its denial alone is not believed. */
async function askOnce(session: Session, keyId: KeyId, read: () => Promise<KeyList>): Promise<VendorKey | undefined> {
  const key = await findOne(session, keyId);
  if (key) return key;
  const { keys } = await read();
  return keys.find((listed) => listed.keyId === keyId);
}

/** A key that authenticates as itself lives, whatever lists say. */
async function byItsOwnWord(
  { api }: Session,
  { value, keyId, createdAt = now() }: Sought,
): Promise<VendorKey | undefined> {
  const lives = value !== undefined && (await api.idOf?.(value)) === keyId;
  return lives ? { keyId, status: "live", createdAt, outputs: {} } : undefined;
}

async function findOne({ api }: Session, keyId: KeyId): Promise<VendorKey | undefined> {
  const key = await api.find?.(keyId);
  if (key && key.keyId !== keyId) throw new OutcomeUnknown("reading the key: the answer is about another key");
  return key;
}

/** A key that was minted just now may not be everywhere yet. */
function mayStillAppear({ account }: Session, createdAt: Instant | undefined, waitedMs: number): boolean {
  const ageMs = createdAt === undefined ? 0 : certainlySince(account, createdAt);
  return ageMs < limits.absenceGraceMs && waitedMs < limits.absenceGraceMs;
}
