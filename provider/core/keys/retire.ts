/** Revoking the previous key, once its overlap is over. Never may it go while another resource is to adopt it. */
import type { KeyRecord } from "../record/record";
import { isToBeAdoptedByAnother } from "../run/resources";
import type { KeyId } from "../values/key-id";
import { keptForAdopt } from "./adopt";
import { revokeOurs } from "./revoke-held";
import type { Session } from "./session";

export interface Retired {
  /** Without a previous key. */
  readonly record: KeyRecord;
  /** The key that was revoked now, if one was. */
  readonly revoked?: KeyId | undefined;
}

/** Revokes the previous key. A vendor that cannot now fails the run, and a later one tries again. */
export async function retirePrevious(session: Session, record: KeyRecord): Promise<Retired> {
  const { previous, key, mintedBy } = record;
  const alone = { ...record, previous: undefined };
  if (!previous || previous.keyId === key?.keyId) return { record: alone };
  // What its own `adopt` names beside a key in use is not adopted.
  if (isToBeAdoptedByAnother(session.account, previous.keyId, session)) {
    const { keyId } = previous;
    throw keptForAdopt(
      keyId,
      `and no other resource holds key ${keyId} yet. Run again once that resource has adopted key ${keyId}. ` +
        `If you remove that \`adopt\`, the next run revokes key ${keyId}`,
    );
  }
  // It is older than the key in use, unless a person has put an older one into use.
  const isRevoked = await revokeOurs(session, mintedBy, {
    ...previous,
    createdAt: key?.createdAt,
    isPrevious: true,
  });
  return { record: alone, revoked: isRevoked ? previous.keyId : undefined };
}
