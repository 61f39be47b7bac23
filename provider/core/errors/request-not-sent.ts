/** The request never left: no connection was made, or its turn never came. Nothing can have happened at the vendor. */
export class RequestNotSent extends Error {
  override readonly name = "RequestNotSent";
  /** True when the message says what to do, so that running again as it is would not help. */
  readonly saysRemedy: boolean;
  /** False where the vendor has answered other requests, and this one waited in vain for its turn. */
  readonly isUnreachable: boolean;

  constructor(failure: string, remedy?: string, { isUnreachable = true } = {}) {
    super(remedy === undefined ? failure : `${failure}: ${remedy}`);
    this.saysRemedy = remedy !== undefined;
    this.isUnreachable = isUnreachable;
  }
}
