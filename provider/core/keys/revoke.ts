/**
 * Revoking one key by its id. Whether it is ours to revoke must be certain before: nothing here asks again.
 */
import { markRevoked } from "../run/held-keys";
import { isOutcome, OutcomeUnknown, RequestRefused } from "../vendor/call-failures";
import { askAgain, type Sought } from "./find-key";
import type { Session } from "./session";

/** A revoke that is repeated, or that meets another, finds the key revoked already: that is success, whatever it answers. */
export async function revoke(session: Session, sought: Sought): Promise<void> {
  const { keyId } = sought;
  try {
    await session.api.revoke(keyId);
  } catch (error) {
    if (!(error instanceof RequestRefused || error instanceof OutcomeUnknown)) throw error;
    if (await mayLive(session, sought)) throw error;
  }
  markRevoked(session.account, keyId);
}

/** Where that cannot be learnt either, the revoke's own error stands: it names the key, which no record may hold. */
async function mayLive(session: Session, sought: Sought): Promise<boolean> {
  try {
    return (await askAgain(session, sought))?.status === "live";
  } catch (error) {
    if (isOutcome(error)) return true;
    throw error;
  }
}
