/**
 * A rotation in place: the new key takes over, the one before it stays valid for its overlap.
 *
 * Never may more than two keys of a resource be valid at once, and never may the key in use be let go before the new one
 * is on record.
 */
import { requireRightClock } from "../clock";
import type { CommonInputs, Raw } from "../inputs";
import { after, type Duration, type Instant, now } from "../instant";
import { mint } from "../mint";
import type { KeyRecord, OwnKey } from "../record";
import { revokeOurs } from "../revoke-ours";
import { proveAccount, type Session } from "../session";
import { expiryOf } from "./step";

/** A record after a change, and why its mint could not be settled if one is pending. */
export interface Changed {
  readonly record: KeyRecord;
  readonly unlisted?: string | undefined;
}

/** Revokes the previous key. A vendor that cannot now fails the run, and a later one tries again. */
export async function retirePrevious(session: Session, record: KeyRecord, settings: Raw): Promise<KeyRecord> {
  const { previous, key, mintedBy } = record;
  if (!previous) return record;
  // It is older than the key in use.
  await revokeOurs(session, mintedBy, { ...previous, createdAt: key?.createdAt }, settings);
  return { ...record, previous: undefined };
}

export async function rotate<Inputs extends object>(
  session: Session<Inputs>,
  record: KeyRecord,
  inputs: Inputs & CommonInputs,
  settings: Raw,
): Promise<Changed> {
  // The account of the key in use must be able to revoke it later.
  await proveAccount(session, record.mintedBy);
  // Before a mint that depends on the clock it is asked for there.
  if (record.previous) await requireRightClock(session);
  const alone = await retirePrevious(session, record, settings);
  const minting = await mint(session, inputs);
  const overlap = inputs.rotation?.overlap ?? (0 as Duration);
  if (minting.is === "minted") return { record: succeed(alone, minting.key, overlap) };
  return { record: { ...alone, pending: { ...minting.pending, overlap } }, unlisted: minting.unlisted };
}

/** The record with a new key in use. */
export function succeed(record: KeyRecord, key: OwnKey, overlap: Duration): KeyRecord {
  const before = record.key;
  if (!before) return { ...record, key, pending: undefined };
  const { keyId, difference } = before;
  // From now on the new key is handed on, however long ago its mint was, and whatever date its answer bore.
  const validUntil = earlier(after(now(), overlap), expiryOf(before));
  return { ...record, key, previous: { keyId, difference, validUntil }, pending: undefined };
}

function earlier(a: Instant, b: Instant | undefined): Instant {
  return b !== undefined && b < a ? b : a;
}
