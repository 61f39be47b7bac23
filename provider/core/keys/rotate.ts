/**
 * A rotation in place: the new key takes over, the one before it stays valid for its overlap.
 *
 * Never may more than two keys of a resource be valid at once, and never may the key in use be let go before the new one
 * is on record.
 */
import { keptForAdopt } from "./adopt";
import { requireRightClock } from "../vendor/clock";
import { isToBeAdoptedByAnother } from "../run/held-keys";
import type { CommonInputs, Raw } from "../program/inputs";
import { after, type Duration, type Instant, now } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { mint } from "./mint";
import type { KeyRecord, OwnKey, PreviousKey } from "../record/stored";
import { revokeOurs } from "./revoke-held";
import { say } from "../values/say";
import { valueHash } from "../values/secret";
import { proveAccount, type Session } from "./session";
import { expiryOf } from "../record/next-step";

/** A record after a change, and why its mint could not be settled if one is pending. */
export interface Changed {
  readonly record: KeyRecord;
  readonly unlisted?: string | undefined;
}

interface Retired {
  /** Without a previous key. */
  readonly record: KeyRecord;
  /** The key that was revoked now, if one was. */
  readonly revoked?: KeyId | undefined;
}

/** Revokes the previous key. A vendor that cannot now fails the run, and a later one tries again. */
export async function retirePrevious(session: Session, record: KeyRecord, settings: Raw): Promise<Retired> {
  const { previous, key, mintedBy } = record;
  const alone = { ...record, previous: undefined };
  if (!previous || previous.keyId === key?.keyId) return { record: alone };
  // What its own `adopt` names beside a key in use is not taken over.
  if (isToBeAdoptedByAnother(session.account, previous.keyId, session)) {
    throw keptForAdopt(previous.keyId, "and has not adopted it yet. Run again afterwards, or remove that `adopt`");
  }
  // It is older than the key in use, unless a person has put an older one into use.
  const isRevoked = await revokeOurs(session, mintedBy, { ...previous, createdAt: key?.createdAt }, settings);
  return { record: alone, revoked: isRevoked ? previous.keyId : undefined };
}

export async function rotate<Inputs extends object>(
  session: Session<Inputs>,
  record: KeyRecord,
  inputs: Inputs & CommonInputs,
  settings: Raw,
): Promise<Changed> {
  // The account of the key in use must be able to revoke it later.
  await proveAccount(session, record.mintedBy);
  // Before a mint it is asked for there.
  if (record.previous) await requireRightClock(session);
  const { record: alone, revoked } = await retirePrevious(session, record, settings);
  // How long the overlap lasts is reckoned by the clock too.
  const isTimed = inputs.rotation?.overlap !== undefined || (record.key && expiryOf(record.key) !== undefined);
  const minting = await mint(session, inputs, { isTimed }).catch((error: unknown) => {
    // The engine keeps the record as it was, and its error says so.
    if (revoked) say(session.origin, `key ${revoked} was revoked before the mint that failed`);
    throw error;
  });
  const overlap = inputs.rotation?.overlap ?? (0 as Duration);
  if (minting.is === "minted") return { record: succeed(alone, minting.key, overlap) };
  return { record: { ...alone, pending: { ...minting.pending, overlap } }, unlisted: minting.unlisted };
}

/** The record with a new key in use. */
export function succeed({ key: before, ...record }: KeyRecord, key: OwnKey, overlap: Duration): KeyRecord {
  if (!before) {
    // A person may have put the previous key into use again.
    const previous = record.previous?.keyId === key.keyId ? undefined : record.previous;
    return { ...record, key, previous, pending: undefined };
  }
  return { ...record, key, previous: previousOf(before, overlap, key.keyId), pending: undefined };
}

function previousOf(key: OwnKey, overlap: Duration, successor: KeyId): PreviousKey {
  const { keyId, difference, value } = key;
  // The successor was minted once lists had told this key: also where it falls into the same seconds, it is another.
  const told = difference && { ...difference, others: [...difference.others, successor] };
  return { keyId, difference: told, validUntil: validUntilOf(key, overlap), valueHash: value && valueHash(value) };
}

/** How long a key is valid where another takes over now: however long ago that one's mint was, and whatever date its answer bore. */
export function validUntilOf(key: OwnKey, overlap: Duration): Instant {
  const [end, expiry] = [after(now(), overlap), expiryOf(key)];
  return expiry !== undefined && expiry < end ? expiry : end;
}
