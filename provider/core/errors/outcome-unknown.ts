/** The request left and no answer tells what became of it. It may have happened: never repeat a mint after this. */
export class OutcomeUnknown extends Error {
  override readonly name = "OutcomeUnknown";
  /** That of the answer, where one came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}
