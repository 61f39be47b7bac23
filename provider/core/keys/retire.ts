/** Revokes the previous key, once its overlap is over. It must never be revoked while another resource is to adopt it. */
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

/** Revokes the previous key. If the vendor cannot do that now, the run fails, and a later run tries again. */
export async function retirePrevious(session: Session, record: KeyRecord): Promise<Retired> {
  const { previous, key, mintedBy } = record;
  const alone = { ...record, previous: undefined };
  if (!previous || previous.keyId === key?.keyId) return { record: alone };
  // This resource's own `adopt` does not count: beside a key in use, it adopts no other key.
  if (isToBeAdoptedByAnother(session.account, previous.keyId, session)) {
    const { keyId } = previous;
    throw keptForAdopt(
      keyId,
      `and the resource with that \`adopt\` has not adopted key ${keyId} yet. Run \`pulumi up\` until that is done. ` +
        `If you remove that \`adopt\`, the next run revokes key ${keyId}`,
    );
  }
  // The previous key is older than the key in use, unless a person has put an older key into use.
  const isRevoked = await revokeOurs(session, mintedBy, {
    ...previous,
    createdAt: key?.createdAt,
    isPrevious: true,
  });
  return { record: alone, revoked: isRevoked ? previous.keyId : undefined };
}
