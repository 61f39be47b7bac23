/**
 * A person's word, in `adopt`, beside a mint that is pending.
 *
 * Never may that word go before what is proven, and never may a key in use be exchanged for one whose value nobody has.
 */
import type { CommonInputs } from "../program/inputs";
import { triggerHash } from "../program/rotation-input";
import { lacksValue, tellsAnotherValue, valueInHand } from "../record/adopted-value";
import { whichKeys } from "../record/pending-sentence";
import type { KeyRecord } from "../record/record";
import { succeed } from "../record/succession";
import { stepsAt } from "../values/help";
import type { Duration } from "../values/instant";
import { valueHash } from "../values/secret";
import { UserError } from "../values/user-error";
import { requireRightClock } from "../vendor/clock";
import { proveAccount } from "./account-proof";
import { adopt } from "./adopt";
import type { Session } from "./session";

/**
 * `record` is the stored one after its mint was tried to be settled. The key that a pending mint has made, or the one that stays in use, by a person's word: where nothing proves more. What is proven is
 * taken, or revoked, all the same, and that none of the keys is the one is not believed while they cannot be listed.
 */
export async function judge(
  session: Session,
  stored: KeyRecord,
  record: KeyRecord,
  { adopt: named, rotation }: CommonInputs,
): Promise<KeyRecord> {
  const { key: inUse, previous, pending, mintedBy } = record;
  // Where a key is in use and nothing is pending any more, another one is not adopted in its place.
  if (inUse !== stored.key) return await taken(session, stored, record);
  if (!named || (inUse && !pending)) return record;
  const isNone = named.keyId === inUse?.keyId || named.keyId === previous?.keyId;
  if (isNone && pending?.obstacle !== undefined) return record;
  if (inUse && inUse.keyId === named.keyId) return { ...record, pending: undefined };
  if (inUse || previous) await proveAccount(session, mintedBy);
  const isBefore = named.keyId === previous?.keyId;
  const which = pending ? `Of the pending mint: ${whichKeys(session.definition, pending)}. ` : "";
  const ofTheMint = `${which}${stepsAt("adopt-beside-a-pending-mint")}`;
  if (pending && !isBefore && tellsAnotherValue(pending.value, named)) {
    throw new UserError(
      "`adopt.value` is not the value that the state keeps of this mint. Nothing was changed. " +
        "If `adopt.value` belongs to the key in `adopt`: remove `adopt` here. " +
        "Leave out `adopt.value` only if you know that this mint made that key. " +
        ofTheMint,
    );
  }
  if (inUse && lacksValue(record, named)) {
    throw new UserError(
      `the key in \`adopt\` has no known value, so key ${inUse.keyId} stays in use. ` +
        "Write `adopt.value`, or remove `adopt`. Nothing was changed. " +
        `Do not revoke key ${inUse.keyId}. ${ofTheMint}`,
    );
  }
  // The value in hand can speak against the key that is named.
  const value = valueInHand(record, named);
  const { accountId, ...key } = await adopt(
    session,
    { ...named, value },
    named.value === undefined ? "kept" : "written",
  );
  if (isBefore && key.value && previous.valueHash !== undefined && valueHash(key.value) !== previous.valueHash) {
    throw new UserError(
      `\`adopt.value\` is not the value of key ${previous.keyId}: correct \`adopt.value\`, or leave it out. Nothing was changed`,
    );
  }
  if (accountId !== undefined && mintedBy.account !== undefined && accountId !== mintedBy.account) {
    throw new UserError(
      `the key in \`adopt\` belongs to account ${accountId}, but this resource belongs to account ${mintedBy.account}: correct \`adopt.keyId\`. ` +
        "The key in `adopt` is not adopted",
    );
  }
  const overlap = rotation?.overlap ?? pending?.overlap ?? (0 as Duration);
  const trigger = pending ? pending.trigger : triggerHash({ rotation });
  return await taken(session, stored, succeed(record, { ...key, trigger }, overlap));
}

/** What has changed, with a key that succeeded another in it only by a right clock: it tells when that one is to be revoked. */
export async function taken(session: Session, stored: KeyRecord, changed: KeyRecord): Promise<KeyRecord> {
  if (stored.key && changed.key !== stored.key) await requireRightClock(session);
  return changed;
}
