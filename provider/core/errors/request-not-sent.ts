/** The request never left: no connection was made. Nothing can have happened at the vendor. */
export class RequestNotSent extends Error {
  override readonly name = "RequestNotSent";
}
