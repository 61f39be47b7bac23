/**
 * Create and update: the two ways in which the engine asks for a key.
 *
 * Never may a key that was minted be lost on the way back: what cannot be settled is handed to the engine as a record
 * all the same, with the error beside it.
 */
import { adopt } from "./adopt";
import type { StackConfig } from "./config";
import type { Definition } from "./definition";
import { PendingKey, pendingSentence } from "./errors/pending-key";
import { UserError } from "./errors/user-error";
import { hold, markUnsettled } from "./holders";
import { type CommonInputs, type Raw, readInputs } from "./inputs";
import { type MintedRecord, mint } from "./mint";
import { settlePending } from "./pending";
import { type KeyRecord, readRecord, writeOutputs } from "./record";
import { openForInputs, openForRecord, type Session } from "./session";

export async function create(definition: Definition, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  const session = openForInputs(definition, inputs, config);
  const minted = inputs.adopt ? { record: await adopt(session, inputs.adopt) } : await mint(session, inputs);
  const id = minted.record.keyId ?? `pending:${minted.record.pending?.nonce}`;
  return { id, outs: finish(session, id, news, minted) };
}

/** Settings are written down; a mint that is pending is settled, or made anew in place once no key can be left. */
export async function update(definition: Definition, id: string, outputs: Raw, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  const { record, settings } = readRecord(definition, outputs);
  // A name that leads to no credentials would leave a key that no later run can revoke.
  const anew = () => openForInputs(definition, inputs, config);
  if (news.account !== outputs.account) anew();
  if (record.keyId) return { outs: writeOutputs(definition, news, record) };
  const session = openForRecord(definition, record, { ...settings, account: inputs.account }, config);
  return { outs: finish(session, id, news, await settleOrMint(session, record, inputs, anew)) };
}

/** A person who judged which key it is says so with `adopt`. */
async function settleOrMint(
  session: Session,
  record: KeyRecord,
  inputs: CommonInputs,
  anew: () => Session,
): Promise<MintedRecord> {
  if (inputs.adopt) {
    const adopted = await adopt(session, inputs.adopt);
    return { record: { ...adopted, value: adopted.value ?? record.value } };
  }
  const settled = record.pending ? await settlePending(session, record, record.pending) : { is: "nothing" as const };
  return settled.is === "nothing" ? await mint(anew(), inputs) : settled;
}

/** The outputs of a record that is whole; a partial failure with them of one that is pending. */
function finish({ definition, account, origin }: Session, id: string, news: Raw, { record, unlisted }: MintedRecord) {
  const outs = writeOutputs(definition, news, record);
  if (record.keyId) {
    hold(account, record.keyId, { origin, isFresh: true });
    return outs;
  }
  markUnsettled(origin);
  throw new PendingKey(pendingSentence(definition, record, unlisted), id, { ...outs, __provider: news.__provider });
}

function wholeInputs(definition: Definition, news: Raw): CommonInputs {
  const { inputs, failures } = readInputs(definition, news);
  if (!inputs) throw new UserError([...failures].map(([property, reason]) => `${property}: ${reason}`).join("; "));
  return inputs;
}
