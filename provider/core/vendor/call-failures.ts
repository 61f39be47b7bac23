/** The three ways in which a call to a vendor fails. */
import { OutcomeUnknown } from "../errors/outcome-unknown";
import { RequestNotSent } from "../errors/request-not-sent";
import { RequestRefused } from "../errors/request-refused";

export function isOutcome(error: unknown): error is RequestNotSent | RequestRefused | OutcomeUnknown {
  return error instanceof RequestNotSent || error instanceof RequestRefused || error instanceof OutcomeUnknown;
}
