/**
 * How a create or an update has failed, for the case that the engine asks for it again in the same run. An `onError` hook makes the engine
 * do so, with the outputs from before the first call. The engine keeps only what the last call returns.
 *
 * A repeated call must never mint beside a pending mint: it begins where the first call has ended.
 */
import { PartialFailure } from "../record/partial-failure";

const failed = new Map<string, PartialFailure>();

/** `name` stands for the resource in a create, and for the record in an update. */
export async function resumed<Result>(
  name: string,
  work: (before: PartialFailure | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    const before = failed.get(name);
    // The mint is settled, but the program now asks for another key. The next run begins that replacement.
    if (before && !before.record.pending) throw before;
    const result = await work(before);
    failed.delete(name);
    return result;
  } catch (error) {
    if (error instanceof PartialFailure) failed.set(name, error);
    // After any other error, the failure of the call before stands: it has the last record that is known.
    throw failed.get(name) ?? error;
  }
}
