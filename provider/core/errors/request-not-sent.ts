/** The request never left: no connection was made. Nothing can have happened at the vendor. */
export class RequestNotSent extends Error {
  override readonly name = "RequestNotSent";
  /** True when the message says what to do, so that running again as it is would not help. */
  readonly saysRemedy: boolean;

  constructor(failure: string, remedy?: string) {
    super(remedy === undefined ? failure : `${failure}: ${remedy}`);
    this.saysRemedy = remedy !== undefined;
  }
}
