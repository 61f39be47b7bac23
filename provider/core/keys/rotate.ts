/**
 * A rotation in place: a new key comes into use, and the previous key stays live for its overlap.
 *
 * More than two keys of a resource must never be live at once. The key in use must never be let go before its successor is on record.
 */
import type { CommonInputs } from "../program/inputs";
import type { KeyRecord } from "../record/record";
import { succeed } from "../record/succession";
import type { Duration } from "../values/instant";
import { say } from "../values/say";
import { requireRightClock } from "../vendor/clock";
import { proveAccount } from "./account-proof";
import { mint } from "./mint";
import { retirePrevious } from "./retire";
import type { Session } from "./session";

export async function rotate<Inputs extends object>(
  session: Session<Inputs>,
  record: KeyRecord,
  inputs: Inputs & CommonInputs,
): Promise<KeyRecord> {
  // The account of the key in use must be able to revoke it later.
  await proveAccount(session, record.mintedBy);
  // A retirement needs a right clock. Without a previous key, `mint` checks the clock itself.
  if (record.previous) await requireRightClock(session);
  const { record: alone, revoked } = await retirePrevious(session, record);
  // How long the overlap lasts is reckoned by the clock too.
  const isTimed = inputs.rotation?.overlap !== undefined || (record.key && record.key.expiresAt !== undefined);
  const minting = await mint(session, inputs, { isTimed }).catch((error: unknown) => {
    // The engine keeps the record as it was, and the error says so. Only this line tells of the revoke.
    if (revoked) say(session.origin, `previous key ${revoked} was revoked, then the mint failed`);
    throw error;
  });
  const overlap = inputs.rotation?.overlap ?? (0 as Duration);
  if (minting.is === "minted") return succeed(alone, minting.key, overlap);
  return { ...alone, pending: { ...minting.pending, overlap } };
}
