/**
 * Why a run could not settle a mint, and what a person does about it.
 *
 * It must never tell a person to wait where only that person can mend what is wrong.
 */
import { OutcomeUnknown, RequestNotSent, RequestRefused } from "../vendor/call-failures";
import { adviceOn } from "../vendor/refusal-advice";
import { whatWentWrong } from "../vendor/unexpected";
import type { Session } from "./session";

/** Whole sentences, the last without its full stop. */
export function obstacleOf(session: Session, error: unknown): string {
  const advice = adviceFor(session, error);
  return advice === undefined ? whatWentWrong(error) : `${whatWentWrong(error)}. ${advice}`;
}

function adviceFor({ account, definition, identity }: Session, error: unknown): string | undefined {
  if (error instanceof RequestNotSent)
    return error.saysRemedy ? undefined : "Check the network and the API's URL, then run again";
  if (error instanceof OutcomeUnknown) return error.saysRemedy ? undefined : "Run again later";
  if (!(error instanceof RequestRefused)) return undefined;
  const { tokenSource, url, org } = account;
  const { title, refusals } = account.definition;
  const place = definition.placeOf?.(identity, org)?.name;
  const advice = adviceOn(error, {
    title,
    refusals,
    tokenSource,
    isOfLastUp: true,
    place,
    url,
  });
  return advice === undefined || error.status === 429 ? advice : `${advice}. Then run again`;
}
