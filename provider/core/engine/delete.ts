/**
 * Revoking what a record holds: the key in use, the one before it, and what a pending mint may have made.
 *
 * Whatever is not certain keeps the state and fails.
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
import { isPendingRecord, isToBeAdopted, isUnsettled } from "../run/resources";
import { UserError } from "../values/user-error";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";

export async function remove(definition: Definition, outputs: Raw, config: StackConfig): Promise<void> {
  const { record: stored, settings } = readRecord(definition, outputs);
  if (!stored.key && !stored.previous && !stored.pending) return;
  holdAll(stored, settings.origin);
  const session = openForRecord(definition, stored, settings, config);
  if (isPendingRecord(session)) {
    throw new UserError(
      "nothing was revoked: an earlier mint of this resource is still open, and nothing may take its place before. " +
        'Remove what replaces this resource (`"*"` in `replaceOnChanges`, `deleteBeforeReplace` on resources that it depends on). Then run again',
    );
  }
  const record = await settle(session, stored);
  const { key, previous, mintedBy } = record;
  const last = key ?? previous;
  if (last && isUnsettled(session)) {
    throw new UserError(
      `key ${last.keyId} was not revoked. The mint of the key that replaces ${last.keyId} is still open. Follow the error of that mint (same resource), then run again`,
    );
  }
  // With `deleteBeforeReplace`, nobody holds it until it is adopted.
  for (const own of [key, previous]) {
    if (!own || !isToBeAdopted(session.account, own.keyId, session)) continue;
    throw keptForAdopt(
      own.keyId,
      "but this run deletes before it adopts. Remove `deleteBeforeReplace` here and on the resources that this one depends on. " +
        `If another resource names key ${own.keyId} in \`adopt\`: run \`pulumi up\` until that resource holds key ${own.keyId}. ` +
        `Only if nobody shall use this resource's keys: remove every \`adopt\` of key ${own.keyId}, then run \`pulumi destroy --target <urn>\``,
    );
  }
  // First what nobody needs any more: one that fails here leaves the key in use.
  await retirePrevious(session, record);
  if (key) await revokeOurs(session, mintedBy, keyInUse(session, key));
}

/** The record without a pending mint. */
async function settle(session: Session, record: KeyRecord): Promise<KeyRecord> {
  const { record: settled } = await settlePending(session, record);
  if (!settled.pending) return settled;
  const { candidates } = settled.pending;
  const keys = candidates.length === 0 ? "" : ` (${candidates.join(" or ")})`;
  throw new UserError(
    `${pendingSentence(session.definition, settled, { isTriedAgain: true })}. ` +
      "If a taint or `--replace` has made a newer key: do not write `adopt` on this resource. " +
      `Adopt the key of the open mint${keys} with a second resource, run \`pulumi up\`, then remove that resource. ` +
      "With `pulumi state delete`, choose the record that is pending deletion",
  );
}
