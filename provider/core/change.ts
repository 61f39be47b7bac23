/**
 * Create and update: the two ways in which the engine asks for a key.
 *
 * Never may a key that was minted be lost on the way back: what cannot be settled is handed to the engine as a record
 * all the same, with the error beside it.
 */
import { adopt } from "./adopt";
import type { StackConfig } from "./config";
import type { Definition } from "./definition";
import { PendingKey } from "./errors/pending-key";
import { UserError } from "./errors/user-error";
import { type CommonInputs, type Raw, readInputs } from "./inputs";
import { mint } from "./mint";
import { settlePending } from "./pending";
import { type KeyRecord, readRecord, writeOutputs } from "./record";
import { openForInputs, openForRecord, type Session } from "./session";

export async function create(definition: Definition, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  const session = openForInputs(definition, inputs, config);
  const record = inputs.adopt ? await adopt(session, inputs.adopt) : await mint(session);
  const outs = writeOutputs(definition, news, record);
  if (record.pending)
    throw new PendingKey(session, record, `pending:${record.pending.nonce}`, { ...outs, __provider: news.__provider });
  return { id: record.keyId as string, outs };
}

/** Settings are written down; a mint that is pending is settled, or made anew in place once no key can be left. */
export async function update(definition: Definition, id: string, outputs: Raw, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  const { record } = readRecord(definition, outputs);
  // A name that leads to no credentials would leave a key that no later run can revoke.
  if (news.account !== outputs.account) openForInputs(definition, inputs, config);
  if (record.keyId) return { outs: writeOutputs(definition, news, record) };
  const { session } = openForRecord(definition, { ...outputs, account: news.account }, config);
  const settled = await settleOrMint(session, record, () => openForInputs(definition, inputs, config));
  const outs = writeOutputs(definition, news, settled);
  if (settled.pending) throw new PendingKey(session, settled, id, { ...outs, __provider: news.__provider });
  return { outs };
}

async function settleOrMint(session: Session, record: KeyRecord, anew: () => Session): Promise<KeyRecord> {
  const settled = record.pending ? await settlePending(session, record, record.pending) : { is: "nothing" as const };
  return settled.is === "nothing" ? await mint(anew()) : settled.record;
}

function wholeInputs(definition: Definition, news: Raw): CommonInputs {
  const { inputs, failures } = readInputs(definition, news);
  if (!inputs) throw new UserError([...failures].map(([property, reason]) => `${property}: ${reason}`).join("; "));
  return inputs;
}
