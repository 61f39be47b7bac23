/**
 * What a create or an update has come to, where the engine asks for it again in the same run: an `onError` hook makes it do so, with
 * the outputs of before, and it keeps only what the last call returns.
 *
 * Never may a mint that is pending be followed by another one so: the second call begins where the first has ended.
 */
import { PartialFailure } from "../record/partial-failure";

const failed = new Map<string, PartialFailure>();

/** `name` tells the resource, or the record. */
export async function resumed<Result>(
  name: string,
  work: (before: PartialFailure | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    const before = failed.get(name);
    // Settled, and not as the program asks by now: what replaces it is the next run's to begin.
    if (before && !before.record.pending) throw before;
    const result = await work(before);
    failed.delete(name);
    return result;
  } catch (error) {
    if (error instanceof PartialFailure) failed.set(name, error);
    // Whatever else it was: the record of the call before is the last that is known.
    throw failed.get(name) ?? error;
  }
}
