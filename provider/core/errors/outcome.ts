/** The three ways in which a call to a vendor fails. */
import { OutcomeUnknown } from "./outcome-unknown";
import { RequestNotSent } from "./request-not-sent";
import { RequestRefused } from "./request-refused";

export function isOutcome(error: unknown): error is RequestNotSent | RequestRefused | OutcomeUnknown {
  return error instanceof RequestNotSent || error instanceof RequestRefused || error instanceof OutcomeUnknown;
}
