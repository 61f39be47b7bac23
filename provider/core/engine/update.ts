/**
 * Create and update: the two ways in which the engine asks for a key.
 *
 * Never may a key that was minted be lost on the way back: what cannot be settled is handed to the engine as a record
 * all the same, with the error beside it.
 */

import { proveAccount } from "../keys/account-proof";
import { adopt } from "../keys/adopt";
import { judge, taken } from "../keys/adopt-beside-pending";
import { asksForAnother } from "../keys/another-account";
import { heldAgainst, isUnconfirmed } from "../keys/difference";
import { firstKey, newKey } from "../keys/first-key";
import { retirePrevious } from "../keys/retire";
import { rotate } from "../keys/rotate";
import { openForInputs, openForRecord, type Session } from "../keys/session";
import { settlePending } from "../keys/settle-pending";
import { type CommonInputs, type Raw, wholeInputs } from "../program/inputs";
import { triggerHash } from "../program/rotation-input";
import { addsValue } from "../record/adopted-value";
import { nextStep } from "../record/next-step";
import type { PartialFailure } from "../record/partial-failure";
import { otherSentence } from "../record/pending-sentence";
import type { Changed, KeyRecord, OwnKey } from "../record/record";
import { readRecord, writeOutputs } from "../record/stored";
import { withTrigger } from "../record/succession";
import { resumed } from "../run/repeated-calls";
import { limits } from "../values/limits";
import { lookUpAccount } from "../vendor/account";
import { isOutcome } from "../vendor/call-failures";
import { requireRightClock } from "../vendor/clock";
import type { Definition } from "../vendor/definition";
import { readWholeList } from "../vendor/key-lists";
import type { StackConfig } from "../vendor/stack-config";
import { finish, partialFailure } from "./finish";

/** Settings are written down; what is pending is settled; what time asks for is done. */
export async function update(definition: Definition, id: string, outputs: Raw, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  const { record } = readRecord(definition, outputs);
  const stored = { id, record, settings: outputs };
  return await resumed(record.recordId, async (before: Kept = stored) => ({
    outs: await updateRecord(definition, before, inputs, news, config),
  }));
}

/** What a record was found in: the state, or a call before. */
type Kept = Pick<PartialFailure, "id" | "record" | "settings">;

export async function updateRecord(
  definition: Definition,
  { id, record, settings }: Kept,
  inputs: CommonInputs,
  news: Raw,
  config: StackConfig,
) {
  // A name that leads to no credentials would leave a key that no later run can revoke.
  const anew = () => openForInputs(definition, inputs, config, record.recordId);
  const before = settings.account as string | undefined;
  if (news.account !== before) anew();
  const { account, origin } = inputs;
  if (record.pending && (await asksForAnother(definition, record, before, inputs, config))) {
    // A mint is settled by the account that made it, as long as that one's name leads to credentials.
    const isLost = lookUpAccount(definition.account, before, config).unusable !== undefined;
    const minter = isLost ? account : before;
    const session = openForRecord(definition, record, { account: minter, origin }, config);
    return await settleFirst(session, id, record, { ...settings, account: minter }, inputs, news, anew);
  }
  const isWhole = record.key && !record.pending;
  const stays = nextStep(record, inputs).is === "stay" && !addsValue(record, inputs);
  if (isWhole && stays && !isUnconfirmed(record)) {
    return writeOutputs(definition, news, withTrigger(record, triggerHash(inputs)));
  }
  const session = openForRecord(definition, record, { account, origin }, config);
  const held = isUnconfirmed(record) ? await heldAgainstLists(session, record) : record;
  // What is open again is settled by the next run, as a mint is.
  if (held.pending && !record.pending) return finish(session, id, news, { record: held });
  return finish(session, id, news, await change(session, held, inputs, news, anew), record);
}

/** An update that has come for another reason does not fail for a list that cannot be read. */
async function heldAgainstLists(session: Session, record: KeyRecord): Promise<KeyRecord> {
  try {
    return heldAgainst(session, await readWholeList(session, performance.now() - limits.listAgeMs), record);
  } catch (error) {
    if (isOutcome(error)) return record;
    throw error;
  }
}

/**
 * What is pending is settled as it was asked for, and by the account of then: what the program asks for now counts from the next run
 * on. Only where nothing at all is left it counts at once.
 */
async function settleFirst(
  session: Session,
  id: string,
  stored: KeyRecord,
  outputs: Raw,
  inputs: CommonInputs,
  news: Raw,
  anew: () => Session,
) {
  // The engine encrypts what was a secret input only where it still is one: what else has changed is not repeated.
  const isSame = (name: string) => JSON.stringify(outputs[name]) === JSON.stringify(news[name]);
  const { account, onDelete, ...others } = outputs;
  const same = Object.fromEntries(Object.entries(others).filter(([name]) => isSame(name)));
  const before = { ...same, account, onDelete, origin: news.origin, __provider: news.__provider };
  const settled = await settlePending(session, stored, inputs.rotation?.overlap);
  if (settled.is === "settled" && !settled.record.key && !settled.record.previous) {
    const successor = anew();
    return finish(successor, id, news, await newKey(successor, inputs));
  }
  const changed = inputs.adopt ? await judge(session, stored, settled, inputs) : await taken(session, stored, settled);
  const { record } = changed;
  if (record.pending) return finish(session, id, before, changed, stored);
  throw partialFailure(session, id, before, record, otherSentence(record, inputs));
}

async function change(
  session: Session,
  stored: KeyRecord,
  inputs: CommonInputs,
  news: Raw,
  anew: () => Session,
): Promise<Changed> {
  const settled = await settlePending(session, stored, inputs.rotation?.overlap);
  // A person who judged which key it is says so with `adopt`.
  if (inputs.adopt && (stored.pending || !stored.key)) return await judge(session, stored, settled, inputs);
  if (settled.is === "pending") return settled;
  const { key, previous, mintedBy } = settled.record;
  if (!key) {
    // The account that is to revoke the previous key later must be the one that mints.
    if (previous) await proveAccount(session, mintedBy);
    return await firstKey(anew(), inputs, previous);
  }
  if (key !== stored.key) return await taken(session, stored, settled);
  const record = { ...settled.record, key: await withValue(session, key, inputs) };
  const step = nextStep(record, inputs);
  if (step.is === "rotate" && step.inPlace) return await rotate(session, record, inputs, news);
  // A replacement is the engine's to begin, and its next diff asks for it.
  if (step.is !== "retire") return { record: withTrigger(record, triggerHash(inputs)) };
  await requireRightClock(session);
  return { record: withTrigger((await retirePrevious(session, record, news)).record, triggerHash(inputs)) };
}

/** An adopted key with the value that the program tells of it later. */
async function withValue(session: Session, key: OwnKey, inputs: CommonInputs): Promise<OwnKey> {
  if (!inputs.adopt || !addsValue({ key }, inputs)) return key;
  const { value } = await adopt(session, inputs.adopt);
  return { ...key, value };
}
