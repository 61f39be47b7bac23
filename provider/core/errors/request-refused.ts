/** The vendor answered that it did not do it. Nothing has happened. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  readonly status: number;
  /** The vendor's own sentence, when it is safe to repeat. */
  readonly sentence: string | undefined;
  /** True when the answer is in the vendor's own words (its JSON), not a proxy's or a load balancer's page. */
  readonly isVendorsOwn: boolean;

  constructor(message: string, answer: { status: number; sentence: string | undefined; isVendorsOwn: boolean }) {
    super(message);
    this.status = answer.status;
    this.sentence = answer.sentence;
    this.isVendorsOwn = answer.isVendorsOwn;
  }
}
