/**
 * Revoking one key by its id. Whether it is ours to revoke must be settled before: nothing here asks again.
 */
import { askAgain } from "./absence";
import { OutcomeUnknown } from "./errors/outcome-unknown";
import { RequestRefused } from "./errors/request-refused";
import { markRevoked } from "./holders";
import type { KeyId } from "./key-id";
import type { Secret } from "./secret";
import type { Session } from "./session";

/** A revoke that is repeated, or that meets another, finds the key revoked already: that is success, whatever it answers. */
export async function revoke(session: Session, keyId: KeyId, value?: Secret): Promise<void> {
  try {
    await session.api.revoke(keyId);
  } catch (error) {
    if (!(error instanceof RequestRefused || error instanceof OutcomeUnknown)) throw error;
    const key = await askAgain(session, { keyId, value });
    if (key?.status === "live") throw error;
  }
  markRevoked(session.account, keyId);
}
