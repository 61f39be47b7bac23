/**
 * What create and update hand back to the engine: the outputs of a record, or a failure that carries them.
 *
 * A record must never get lost on this way.
 */
import type { Session } from "../keys/session";
import type { Raw } from "../program/inputs";
import { PartialFailure } from "../record/partial-failure";
import { pendingSentence } from "../record/pending-sentence";
import type { KeyRecord } from "../record/record";
import { writeOutputs } from "../record/stored";
import { hold } from "../run/held-keys";
import { markCertain, markUncertain } from "../run/resources";

/** Returns the outputs of a settled record. For any other record it throws a partial failure, which carries the outputs. */
export function finish(session: Session, id: string, news: Raw, record: KeyRecord, stored?: KeyRecord) {
  const { definition, account, origin } = session;
  const { key, pending } = record;
  if (key && !pending) {
    hold(account, key, session);
    markCertain(origin);
    return writeOutputs(definition, news, record);
  }
  markUncertain(origin);
  const isTriedAgain = stored?.pending !== undefined && stored.pending.nonce === pending?.nonce;
  throw partialFailure(session, id, news, record, pendingSentence(definition, record, { isTriedAgain }));
}

export function partialFailure({ definition }: Session, id: string, written: Raw, record: KeyRecord, sentence: string) {
  const outs = writeOutputs(definition, written, record);
  return new PartialFailure(sentence, { id, record, written, outs: { ...outs, __provider: written.__provider } });
}
