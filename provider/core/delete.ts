/**
 * Revoking what a record holds: the key in use, the one before it, and what a pending mint may have made.
 *
 * Whatever is not certain keeps the state and fails.
 */
import { keyInUse } from "./absence";
import { keptForAdopt } from "./adopt";
import type { StackConfig } from "./config";
import type { Definition } from "./definition";
import { pendingSentence } from "./errors/partial-failure";
import { UserError } from "./errors/user-error";
import { holdAll, isPendingRecord, isToBeAdopted, isUnsettled } from "./holders";
import type { Raw } from "./inputs";
import { settlePending } from "./pending";
import { type KeyRecord, readRecord } from "./record";
import { revokeOurs } from "./revoke-ours";
import { retirePrevious } from "./rotation/rotate";
import { openForRecord, type Session } from "./session";

export async function remove(definition: Definition, outputs: Raw, config: StackConfig): Promise<void> {
  const { record: stored, settings } = readRecord(definition, outputs);
  if (!stored.key && !stored.previous && !stored.pending) return;
  holdAll(stored, settings.origin);
  const session = openForRecord(definition, stored, settings, config);
  if (isPendingRecord(session)) {
    throw new UserError(
      "a mint of this resource is not settled, and is to be before anything takes its place. Nothing was revoked: " +
        'leave out what replaces it (`"*"` in `replaceOnChanges`, `deleteBeforeReplace` of what it depends on), and run again',
    );
  }
  const record = await settle(session, stored);
  const { key, previous, mintedBy } = record;
  const last = key ?? previous;
  if (last && isUnsettled(session)) {
    throw new UserError(
      `key ${last.keyId} stays until it is settled which key takes its place. Nothing was revoked: do what the message of the pending mint says, and run again`,
    );
  }
  // With `deleteBeforeReplace`, nobody holds it until it is adopted.
  for (const own of [key, previous]) {
    if (!own || !isToBeAdopted(session.account, own.keyId, session)) continue;
    throw keptForAdopt(
      own.keyId,
      "leave out what deletes the resource first (`deleteBeforeReplace`, its own or that of what it depends on), or remove `adopt` in an up of its own before " +
        "(where the resource has left the program, `pulumi destroy --target <urn>` revokes the key)",
    );
  }
  // First what nobody needs any more: one that fails here leaves the key in use.
  await retirePrevious(session, record, outputs);
  if (key) await revokeOurs(session, mintedBy, keyInUse(session, key), outputs);
}

/** The record without a pending mint. */
async function settle(session: Session, record: KeyRecord): Promise<KeyRecord> {
  const settled = await settlePending(session, record);
  if (settled.is === "settled") return settled.record;
  throw new UserError(
    `${pendingSentence(session.definition, settled.record, { ...settled, isTriedAgain: true })}. ` +
      "Where a taint or `--replace` has put another key in its place, `adopt` there takes nothing over: adopt the key with a resource of its own, and destroy that",
  );
}
