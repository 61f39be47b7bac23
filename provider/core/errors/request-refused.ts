import type { Instant } from "../values/instant";

/** The vendor answered that it did not do it. Nothing has happened. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  readonly status: number;
  /** The vendor's own sentence, when it is safe to repeat. */
  readonly sentence: string | undefined;
  /** True when the message repeats that sentence. */
  readonly isSentenceSaid: boolean;
  /** True when the answer is in the vendor's own words (its JSON), not a proxy's or a load balancer's page. */
  readonly isVendorsOwn: boolean;
  /** The vendor's clock when it answered, when it told. */
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
