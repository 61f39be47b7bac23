/** The three ways in which a call to a vendor fails. One must never pass for another: a mint may be sent again only if it was not sent. */
import type { Instant } from "../values/instant";

export function isOutcome(error: unknown): error is RequestNotSent | RequestRefused | OutcomeUnknown {
  return error instanceof RequestNotSent || error instanceof RequestRefused || error instanceof OutcomeUnknown;
}

/** The request left and no answer tells what became of it. It may have happened: never repeat a mint after this. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
  /** The status of the answer, where one came. */
  readonly status: number | undefined;
  /** True when running again without a change would not help. Then the message says what to do. */
  readonly saysRemedy: boolean;

  constructor(message: string, status?: number, { saysRemedy = false } = {}) {
    super(message);
    this.status = status;
    this.saysRemedy = saysRemedy;
  }
}

/** The request never left: no connection was made, or its turn never came. Nothing can have happened at the vendor. */
export class RequestNotSent extends Error {
  override readonly name = "RequestNotSent";
  /** True when running again without a change would not help. Then the message says what to do. */
  readonly saysRemedy: boolean;
  /** False where the vendor answers other requests, and this one waited in vain for its turn. */
  readonly isUnreachable: boolean;

  constructor(failure: string, remedy?: string, { isUnreachable = true } = {}) {
    super(remedy === undefined ? failure : `${failure}: ${remedy}`);
    this.saysRemedy = remedy !== undefined;
    this.isUnreachable = isUnreachable;
  }
}

/** The vendor answered that it did not do what was asked. Nothing has happened. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  readonly status: number;
  /** The vendor's own sentence, when it is safe to repeat. */
  readonly sentence: string | undefined;
  /** True when the message repeats that sentence. */
  readonly isSentenceSaid: boolean;
  /** True when the answer is in the vendor's own words (its JSON), not a proxy's or a load balancer's page. */
  readonly isVendorsOwn: boolean;
  /** The vendor's clock when it answered, if the answer tells it. */
  readonly date: Instant | undefined;

  constructor(
    message: string,
    answer: Pick<RequestRefused, "status" | "sentence" | "isSentenceSaid" | "isVendorsOwn" | "date">,
  ) {
    super(message);
    this.status = answer.status;
    this.sentence = answer.sentence;
    this.isSentenceSaid = answer.isSentenceSaid;
    this.isVendorsOwn = answer.isVendorsOwn;
    this.date = answer.date;
  }
}
