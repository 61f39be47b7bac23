/**
 * Delete: revokes what a record holds. That is the key in use, the previous key, and what a pending mint has made.
 *
 * A live key must never be forgotten. In doubt, delete fails and the state keeps the record.
 */
import { keptForAdopt } from "../keys/adopt";
import { keyInUse } from "../keys/find-key";
import { retirePrevious } from "../keys/retire";
import { revokeOurs } from "../keys/revoke-held";
import { openForRecord, type Session } from "../keys/session";
import { settlePending } from "../keys/settle-pending";
import type { Raw } from "../program/inputs";
import { pendingSentence } from "../record/pending-sentence";
import type { KeyRecord } from "../record/record";
import { readRecord } from "../record/stored";
import { holdAll } from "../run/held-keys";
import { isPendingRecord, isSuccessorUncertain, isToBeAdopted } from "../run/resources";
import { stepsAt } from "../values/help";
import { UserError } from "../values/user-error";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";

export async function remove(definition: Definition, outputs: Raw, config: StackConfig): Promise<void> {
  const { record: stored, inputs } = readRecord(definition, outputs);
  if (!stored.key && !stored.previous && !stored.pending) return;
  holdAll(stored, inputs.origin);
  const session = openForRecord(definition, stored, inputs, config);
  if (isPendingRecord(session)) {
    throw new UserError(
      "nothing was revoked: an earlier mint of this resource is still pending, and must be settled first. " +
        'Remove what replaces this resource (`"*"` in `replaceOnChanges`, `deleteBeforeReplace` on resources that it depends on). ' +
        `Then run again. ${stepsAt("the-program-asks-for-another-key-meanwhile")}`,
    );
  }
  const record = await settlePendingOrThrow(session, stored);
  const { key, previous, mintedBy } = record;
  const last = key ?? previous;
  if (last && isSuccessorUncertain(session)) {
    throw new UserError(
      `key ${last.keyId} was not revoked, because its successor is not on record yet. ` +
        "If this run shows another error of this resource: follow that error. " +
        "Otherwise mend the earlier failure of this run. Then run again without `--continue-on-error`",
    );
  }
  // With `deleteBeforeReplace` this delete comes before the adoption, so no other record holds the key yet.
  for (const own of [key, previous]) {
    if (!own || !isToBeAdopted(session.account, own.keyId, session)) continue;
    throw keptForAdopt(
      own.keyId,
      "but this run deletes before it adopts. Remove `deleteBeforeReplace` here and on the resources that this one depends on. " +
        `Then run again. If you remove every \`adopt\` of key ${own.keyId}, the next destroy revokes key ${own.keyId}. ` +
        stepsAt("a-run-deletes-before-it-adopts"),
    );
  }
  // The key that nobody needs any more goes first. If its revoke fails, the key in use lives on.
  await retirePrevious(session, record);
  if (key) await revokeOurs(session, mintedBy, keyInUse(session, key));
}

/** The record without a pending mint. */
async function settlePendingOrThrow(session: Session, record: KeyRecord): Promise<KeyRecord> {
  const { record: settled } = await settlePending(session, record);
  if (!settled.pending) return settled;
  throw new UserError(pendingSentence(session.definition, settled, { isTriedAgain: true, isDestroy: true }));
}
