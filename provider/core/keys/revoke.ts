/**
 * Revokes one key by its id. It must never be called before it is certain that the key is ours: nothing here asks again.
 */
import { markRevoked } from "../run/held-keys";
import { isOutcome, OutcomeUnknown, RequestRefused } from "../vendor/call-failures";
import { askAgain, type Sought } from "./find-key";
import type { Session } from "./session";

/** Succeeds where the key is not live afterwards, whatever the vendor answers: a revoke that is repeated finds the key revoked already. */
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

/** True also when the vendor does not tell. Then the revoke's own error stands: it names the key, which may be on no record. */
async function mayLive(session: Session, sought: Sought): Promise<boolean> {
  try {
    return (await askAgain(session, sought))?.status === "live";
  } catch (error) {
    if (isOutcome(error)) return true;
    throw error;
  }
}
