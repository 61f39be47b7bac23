/**
 * `adopt` beside a pending mint: by it, a person says which key that mint has made.
 *
 * `adopt` must never count more than what is proved. A key whose value nobody has must never take the place of the key in use.
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
 * `adopt` names the key that a pending mint has made. If it names the key in use or the previous key instead, it says that no other key is
 * the one. That is not believed while the vendor's lists cannot be read.
 *
 * `record` is `stored` after the attempt to settle its mint. What that attempt has proved stands, whatever `adopt` says.
 */
export async function settledByAdopt(
  session: Session,
  stored: KeyRecord,
  record: KeyRecord,
  { adopt: named, rotation }: CommonInputs,
): Promise<KeyRecord> {
  const { key: inUse, previous, pending, mintedBy } = record;
  if (inUse !== stored.key) return await withRightClock(session, stored, record);
  // Once nothing is pending, `adopt` puts no other key in the place of the key in use.
  if (!named || (inUse && !pending)) return record;
  const namesKnownKey = named.keyId === inUse?.keyId || named.keyId === previous?.keyId;
  if (namesKnownKey && pending?.obstacle !== undefined) return record;
  if (inUse && inUse.keyId === named.keyId) return { ...record, pending: undefined };
  if (inUse || previous) await proveAccount(session, mintedBy);
  const isBefore = named.keyId === previous?.keyId;
  const which = pending ? `Of the pending mint: ${whichKeys(session.definition, pending)}. ` : "";
  const ofTheMint = `${which}${stepsAt("adopt-beside-a-pending-mint")}`;
  if (pending && !isBefore && tellsAnotherValue(pending.value, named)) {
    throw new UserError(
      "`adopt.value` is not the value that the state keeps of this mint. Nothing was changed. " +
        "If you know that this mint made the key in `adopt`: leave out `adopt.value`. Otherwise remove `adopt`. " +
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
  // A known value can prove that `adopt` names the wrong key.
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
  return await withRightClock(session, stored, succeed(record, { ...key, trigger }, overlap));
}

/** The changed record. Where a key has succeeded another, the clock must be right: it tells when the previous key is to be revoked. */
export async function withRightClock(session: Session, stored: KeyRecord, changed: KeyRecord): Promise<KeyRecord> {
  if (stored.key && changed.key !== stored.key) await requireRightClock(session);
  return changed;
}
