/** A sentence for the person who runs Pulumi: what failed, whose turn it is, what to do. */
export class UserError extends Error {
  override readonly name = "UserError";
}
