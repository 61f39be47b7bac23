/**
 * Update: the plan for a record is carried out.
 *
 * Never may a key that was minted be lost on the way back: what cannot be settled is handed to the engine as a record
 * all the same, with the error beside it.
 */
import { proveAccount } from "../keys/account-proof";
import { adopt } from "../keys/adopt";
import { judge, taken } from "../keys/adopt-beside-pending";
import { asksForAnother } from "../keys/another-account";
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

/** Settings are written down; what is pending is settled; what time asks for is done. */
export async function update(definition: Definition, id: string, outputs: Raw, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  const { record } = readRecord(definition, outputs);
  const stored = { id, record, written: outputs };
  return await resumed(record.recordId, async (before: Kept = stored) => ({
    outs: await updateRecord({ definition, inputs, news, config }, before),
  }));
}

/** What a record was found in: the state, or a call before. */
type Kept = Pick<PartialFailure, "id" | "record" | "written">;

/** The program, as the engine hands it over. */
interface Wanted {
  readonly definition: Definition;
  readonly inputs: CommonInputs;
  /** The same as it was written. */
  readonly news: Raw;
  readonly config: StackConfig;
}

export async function updateRecord(wanted: Wanted, kept: Kept) {
  const { definition, inputs, news, config } = wanted;
  const { id, record } = kept;
  const accountOnRecord = kept.written.account as string | undefined;
  // A name that leads to no token would leave a key that no later run can revoke.
  if (news.account !== accountOnRecord) openAnew(wanted, record.recordId);
  if (record.pending && (await asksForAnother(definition, record, accountOnRecord, inputs, config))) {
    return await settlePendingFirst(wanted, kept);
  }
  const plan = planOf(record, inputs);
  if (plan.is === "stay" && !plan.takesValue && !isUnconfirmed(record)) {
    return writeOutputs(definition, news, withTrigger(record, triggerHash(inputs)));
  }
  const { account, origin } = inputs;
  const session = openForRecord(definition, record, { account, origin, all: news }, config);
  const held = isUnconfirmed(record) ? await heldAgainstLists(session, record) : record;
  // What is pending again is settled by the next run.
  if (held.pending && !record.pending) return finish(session, id, news, held);
  return finish(session, id, news, await carryOut(session, held, wanted), record);
}

/** For a key that the program asks for now, on the record that is there. */
function openAnew({ definition, inputs, config }: Wanted, recordId: RecordId): Session {
  return openForInputs(definition, inputs, config, recordId);
}

/**
 * What is pending is settled as it was asked for, and by the account of then: what the program asks for now counts from the next run
 * on. Only where nothing at all is left it counts at once.
 */
async function settlePendingFirst(wanted: Wanted, kept: Kept) {
  const { definition, inputs, news, config } = wanted;
  const { id, record: stored } = kept;
  // A mint is settled by the account that made it, as long as that one's name leads to a token.
  const minter = kept.written.account as string | undefined;
  const isLost = lookUpAccount(definition.account, minter, config).unusable !== undefined;
  const then = { ...kept.written, account: isLost ? inputs.account : minter };
  const { origin } = inputs;
  const session = openForRecord(definition, stored, { account: then.account, origin, all: then }, config);
  const settled = (await settlePending(session, stored, inputs.rotation?.overlap)).record;
  if (!settled.pending && !settled.key && !settled.previous) {
    const successor = openAnew(wanted, stored.recordId);
    return finish(successor, id, news, await newKey(successor, inputs));
  }
  const record = inputs.adopt ? await judge(session, stored, settled, inputs) : await taken(session, stored, settled);
  const written = inputsOfThen(definition, then, news);
  if (record.pending) return finish(session, id, written, record, stored);
  throw partialFailure(session, id, written, record, otherSentence(record, inputs));
}

/** The engine encrypts what was a secret input only where it still is one: what else has changed is not repeated. */
function inputsOfThen({ deleteInputs = [] }: Definition, then: Raw, news: Raw): Raw {
  const stays = ["account", ...deleteInputs];
  const isSame = (name: string) => JSON.stringify(then[name]) === JSON.stringify(news[name]);
  const kept = Object.fromEntries(Object.entries(then).filter(([name]) => stays.includes(name) || isSame(name)));
  return { ...kept, origin: news.origin, __provider: news.__provider };
}

/** Does what is planned. Where a mint was pending, that is planned once it is settled. */
async function carryOut(session: Session, stored: KeyRecord, wanted: Wanted): Promise<KeyRecord> {
  const { inputs } = wanted;
  const { record } = await settlePending(session, stored, inputs.rotation?.overlap);
  // A person who judged which key it is says so with `adopt`.
  if (inputs.adopt && (stored.pending || !stored.key)) return await judge(session, stored, record, inputs);
  if (record.pending) return record;
  if (record.key && record.key !== stored.key) return await taken(session, stored, record);
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
      // The engine's to begin: its next diff asks for it.
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

/** An adopted key with the value that the program tells of it later. */
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
