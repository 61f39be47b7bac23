/** A sentence for the person who runs Pulumi: what failed, whose turn it is, what to do. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** The message in a delete, where the right way out may be another one. */
  readonly ofDelete: string;

  constructor(message: string, ofDelete = message) {
    super(message);
    this.ofDelete = ofDelete;
  }
}
