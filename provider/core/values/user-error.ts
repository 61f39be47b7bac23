/** A sentence for the person who runs Pulumi: what failed, whose turn it is, what to do. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** What stands in place of the message where the engine is to delete the resource: there another way out may be the right one. */
  readonly ofDelete: string;

  constructor(message: string, ofDelete = message) {
    super(message);
    this.ofDelete = ofDelete;
  }
}
