/**
 * Update: carries out the plan for a record.
 *
 * It must never lose a key that was minted. A mint that cannot be settled goes to the engine as a record all the same, beside the error.
 */
import { proveAccount } from "../keys/account-proof";
import { adopt } from "../keys/adopt";
import { settledByAdopt, withRightClock } from "../keys/adopt-beside-pending";
import { asksForAnother, isSameAccountName } from "../keys/another-account";
import { heldAgainstLists, isUnconfirmed } from "../keys/difference";
import { firstKey, newKey } from "../keys/first-key";
import { retirePrevious } from "../keys/retire";
import { rotate } from "../keys/rotate";
import { openForInputs, openForRecord, type Session } from "../keys/session";
import { settlePending } from "../keys/settle-pending";
import { type CommonInputs, type Raw, wholeInputs } from "../program/inputs";
import { triggerHash } from "../program/rotation-input";
import type { PartialFailure } from "../record/partial-failure";
import { otherSentence } from "../record/pending-sentence";
import { planOf } from "../record/plan";
import type { KeyRecord, RecordId } from "../record/record";
import { readRecord, writeOutputs } from "../record/stored";
import { withTrigger } from "../record/succession";
import { resumed } from "../run/repeated-calls";
import { lookUpAccount } from "../vendor/account";
import { requireRightClock } from "../vendor/clock";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";
import { finish, partialFailure } from "./finish";

/** Writes settings down, settles a pending mint, and does what is due. */
export async function update(definition: Definition, id: string, outputs: Raw, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  const { record } = readRecord(definition, outputs);
  const stored = { id, record, writtenInputs: outputs };
  return await resumed(record.recordId, async (before: Kept = stored) => ({
    outs: await updateRecord({ definition, inputs, news, config }, before),
  }));
}

/** A record, and where it was found: in the state, or in the failure of an earlier call in this run. */
type Kept = Pick<PartialFailure, "id" | "record" | "writtenInputs">;

/** The program, as the engine hands it over. */
interface Wanted {
  readonly definition: Definition;
  readonly inputs: CommonInputs;
  /** The same inputs, not read yet. */
  readonly news: Raw;
  readonly config: StackConfig;
}

export async function updateRecord(wanted: Wanted, kept: Kept) {
  const { definition, inputs, news, config } = wanted;
  const { id, record } = kept;
  // This throws where the new name or provider leads to no token: no later run could revoke the key, or compare the accounts.
  if (!isSameAccountName(kept.writtenInputs, inputs)) openAnew(wanted, record.recordId);
  if (record.pending && (await asksForAnother(definition, record, kept.writtenInputs, inputs, config))) {
    return await settlePendingFirst(wanted, kept);
  }
  const plan = planOf(record, inputs);
  if (plan.is === "stay" && !plan.takesValue && !isUnconfirmed(record)) {
    return writeOutputs(definition, news, withTrigger(record, triggerHash(inputs)));
  }
  const { account, origin } = inputs;
  const session = openForRecord(definition, record, { account, origin, all: news }, config);
  const held = isUnconfirmed(record) ? await heldAgainstLists(session, record) : record;
  // The mint has just become pending again. The next run settles it.
  if (held.pending && !record.pending) return finish(session, id, news, held);
  return finish(session, id, news, await carryOut(session, held, wanted), record);
}

/** A session for the key that the program asks for now, on the record that exists. */
function openAnew({ definition, inputs, config }: Wanted, recordId: RecordId): Session {
  return openForInputs(definition, inputs, config, recordId);
}

/**
 * Settles a pending mint with the inputs and the account of that mint. The program's present inputs count from the next run on. They count
 * at once only where the record is left without any key.
 */
async function settlePendingFirst(wanted: Wanted, kept: Kept) {
  const { definition, inputs, news, config } = wanted;
  const { id, record: stored } = kept;
  // The account that minted settles the mint, if its name still leads to a token. Otherwise the present account does.
  const minter = kept.writtenInputs.account as string | undefined;
  const isLost = lookUpAccount(definition.account, minter, config).whyTokenUnusable !== undefined;
  const then = { ...kept.writtenInputs, account: isLost ? inputs.account : minter };
  const { origin } = inputs;
  const session = openForRecord(definition, stored, { account: then.account, origin, all: then }, config);
  const settled = (await settlePending(session, stored, inputs.rotation?.overlap)).record;
  if (!settled.pending && !settled.key && !settled.previous) {
    const successor = openAnew(wanted, stored.recordId);
    return finish(successor, id, news, await newKey(successor, inputs));
  }
  const record = inputs.adopt
    ? await settledByAdopt(session, stored, settled, inputs)
    : await withRightClock(session, stored, settled);
  const written = inputsOfThen(definition, then, news);
  if (record.pending) return finish(session, id, written, record, stored);
  throw partialFailure(session, id, written, record, otherSentence(record, inputs));
}

/**
 * The inputs of the mint that may be written down again: those that a delete reads, and those that are unchanged. A changed input could
 * reach the state in clear: the engine encrypts an output only where the present input of its name is a secret.
 */
function inputsOfThen({ deleteInputs = [] }: Definition, then: Raw, news: Raw): Raw {
  const stays = ["account", ...deleteInputs];
  const isSame = (name: string) => JSON.stringify(then[name]) === JSON.stringify(news[name]);
  const kept = Object.fromEntries(Object.entries(then).filter(([name]) => stays.includes(name) || isSame(name)));
  return { ...kept, origin: news.origin, __provider: news.__provider };
}

/** Carries out the plan. A pending mint is settled first, and the plan is made after that. */
async function carryOut(session: Session, stored: KeyRecord, wanted: Wanted): Promise<KeyRecord> {
  const { inputs } = wanted;
  const { record } = await settlePending(session, stored, inputs.rotation?.overlap);
  // By `adopt`, a person says which key it is.
  if (inputs.adopt && (stored.pending || !stored.key)) return await settledByAdopt(session, stored, record, inputs);
  if (record.pending) return record;
  if (record.key && record.key !== stored.key) return await withRightClock(session, stored, record);
  const plan = planOf(record, inputs);
  switch (plan.is) {
    case "settle":
      return record;
    case "first key":
      // The account that is to revoke the previous key later must be the one that mints.
      if (record.previous) await proveAccount(session, record.mintedBy);
      return await firstKey(openAnew(wanted, stored.recordId), inputs, record.previous);
    case "rotate":
      return await rotate(session, record, inputs);
    case "replace":
      // Only the engine can begin a replacement: its next diff asks for it.
      return withTrigger(record, triggerHash(inputs));
    case "stay":
      return withTrigger(await withValue(session, record, plan, inputs), triggerHash(inputs));
    case "retire": {
      const valued = await withValue(session, record, plan, inputs);
      await requireRightClock(session);
      return withTrigger((await retirePrevious(session, valued)).record, triggerHash(inputs));
    }
  }
}

/** Adds the value of a key that was adopted without it, where the program now tells it. */
async function withValue(
  session: Session,
  record: KeyRecord,
  { takesValue }: { readonly takesValue: boolean },
  { adopt: adopted }: CommonInputs,
): Promise<KeyRecord> {
  if (!takesValue || !record.key || !adopted) return record;
  const { value } = await adopt(session, adopted);
  return { ...record, key: { ...record.key, value } };
}
