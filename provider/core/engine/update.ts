/**
 * Create and update: the two ways in which the engine asks for a key.
 *
 * Never may a key that was minted be lost on the way back: what cannot be settled is handed to the engine as a record
 * all the same, with the error beside it.
 */
import { lookUpAccount } from "../vendor/account";
import { addsValue, adopt, lacksValue, tellsAnotherValue, valueInHand } from "../keys/adopt";
import { requireRightClock } from "../vendor/clock";
import type { StackConfig } from "../vendor/stack-config";
import type { Definition } from "../vendor/definition";
import { heldAgainst, isUnconfirmed } from "../keys/difference";
import { isOutcome } from "../vendor/call-failures";
import { otherSentence, PartialFailure, pendingSentence } from "../record/partial-failure";
import { UserError } from "../values/user-error";
import { hold, isPending, markSettled, markUnsettled, nameOf } from "../run/held-keys";
import { type CommonInputs, type Raw, readInputs } from "../program/inputs";
import type { Duration } from "../values/instant";
import { limits } from "../values/limits";
import { readWholeList } from "../vendor/key-lists";
import { mint, mintedByOf } from "../keys/mint";
import { type Settled, settlePending } from "../keys/settle-pending";
import { type KeyRecord, type OwnKey, type PreviousKey, readRecord, writeOutputs } from "../record/stored";
import { resumed } from "../run/repeated-calls";
import { asksForAnother } from "../record/replacement";
import { type Changed, retirePrevious, rotate, succeed } from "../keys/rotate";
import { type TriggerHash, triggerHash } from "../program/rotation-input";
import { expiryOf, nextStep } from "../record/next-step";
import { say } from "../values/say";
import { valueHash } from "../values/secret";
import { anotherAccount, openForInputs, openForRecord, proveAccount, type Session } from "../keys/session";

type Adopted = NonNullable<CommonInputs["adopt"]>;

export async function create(definition: Definition, news: Raw, config: StackConfig) {
  const inputs = wholeInputs(definition, news);
  return await resumed(nameOf(inputs.origin), async (before) => {
    if (!before) return await createAnew(definition, inputs, news, config);
    const outs = await updateRecord(definition, before, inputs, news, config);
    return { id: String(outs.keyId), outs };
  });
}

async function createAnew(definition: Definition, inputs: CommonInputs, news: Raw, config: StackConfig) {
  const { origin } = inputs;
  if (isPending(origin)) {
    throw new UserError(
      "an earlier mint of this resource is still open, so no second key was minted. " +
        '`"*"` in `replaceOnChanges` asks for a second key. Name properties there instead, then run again. ' +
        "If `deleteBeforeReplace` has deleted the old record: run `pulumi state taint <urn>`, then `pulumi up`.",
    );
  }
  // Whatever fails from here on: what is left of a replaced key is to stay until its successor is whole.
  markUnsettled(origin);
  const session = openForInputs(definition, inputs, config);
  const { record, unlisted } = await newKey(session, inputs);
  const id = record.key?.keyId ?? `pending:${record.pending?.nonce}`;
  return { id, outs: finish(session, id, news, { record, unlisted }) };
}

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

async function updateRecord(
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

/** What has changed, with a key that took over from another in it only by a right clock: it tells when that one is to be revoked. */
async function taken<Result extends Changed>(session: Session, stored: KeyRecord, changed: Result): Promise<Result> {
  if (stored.key && changed.record.key !== stored.key) await requireRightClock(session);
  return changed;
}

async function newKey(session: Session, inputs: CommonInputs): Promise<Changed> {
  return inputs.adopt ? await takeOver(session, inputs.adopt, inputs) : await firstKey(session, inputs);
}

/** A mint where no key is in use. */
async function firstKey(session: Session, inputs: CommonInputs, previous?: PreviousKey): Promise<Changed> {
  const minting = await mint(session, inputs);
  const { mintedBy } = minting;
  const { recordId, identity } = session;
  if (minting.is === "minted") return { record: { recordId, mintedBy, identity, key: minting.key, previous } };
  return { record: { recordId, mintedBy, identity, pending: minting.pending, previous }, unlisted: minting.unlisted };
}

async function takeOver(session: Session, adopted: Adopted, inputs: CommonInputs): Promise<Changed> {
  const { owner, ...taken } = await adopt(session, adopted);
  const key = { ...taken, trigger: triggerHash(inputs) };
  if (inputs.rotation?.beforeExpiry !== undefined && expiryOf(key) === undefined) {
    say(
      session.origin,
      `key ${key.keyId} has no expiry before which \`rotation.beforeExpiry\` could rotate it: set \`rotation.every\``,
    );
  }
  const { recordId, identity } = session;
  return { record: { recordId, mintedBy: await mintedByOf(session, owner), identity, key } };
}

/**
 * The key that a pending mint has made, or the one that stays in use, by a person's word: where nothing proves more. What is proven is
 * taken, or revoked, all the same, and that none of the keys is the one is not believed while they cannot be listed.
 */
async function judge(
  session: Session,
  stored: KeyRecord,
  settled: Settled,
  { adopt: named, rotation }: CommonInputs,
): Promise<Changed> {
  const { record } = settled;
  const { key: inUse, previous, pending, mintedBy } = record;
  // Where a key is in use and nothing is open any more, another one is not taken over in its place.
  if (inUse !== stored.key) return await taken(session, stored, { record });
  if (!named || (inUse && !pending)) return { record };
  const isNone = named.keyId === inUse?.keyId || named.keyId === previous?.keyId;
  if (isNone && settled.is === "pending" && settled.unlisted !== undefined) return settled;
  if (inUse && inUse.keyId === named.keyId) return { record: { ...record, pending: undefined } };
  if (inUse || previous) await proveAccount(session, mintedBy);
  const isBefore = named.keyId === previous?.keyId;
  if (settled.is === "pending" && !isBefore && tellsAnotherValue(pending?.value, named)) {
    throw new UserError(
      "`adopt.value` is not the value that the state keeps of this mint. " +
        "Leave out `adopt.value`, or adopt that key with a second resource. Nothing was changed. " +
        `Of the mint: ${pendingSentence(session.definition, record, { ...settled, isTriedAgain: true })}`,
    );
  }
  if (inUse && lacksValue(record, named)) {
    throw new UserError(
      `the key in \`adopt\` has no known value, so key ${inUse.keyId} stays in use. ` +
        "Write `adopt.value`, or remove `adopt`. Nothing was changed. " +
        `Of the mint: ${pendingSentence(session.definition, record, { unlisted: settled.is === "pending" ? settled.unlisted : undefined, isTriedAgain: true })}`,
    );
  }
  // The value in hand can speak against the key that is named.
  const value = valueInHand(record, named);
  const { owner, ...key } = await adopt(session, { ...named, value }, named.value === undefined ? "kept" : "written");
  if (isBefore && key.value && previous.valueHash !== undefined && valueHash(key.value) !== previous.valueHash) {
    throw new UserError(
      `\`adopt.value\` is not the value of key ${previous.keyId}: correct \`adopt.value\`, or leave it out. Nothing was changed`,
    );
  }
  if (owner !== undefined && mintedBy.account !== undefined && owner !== mintedBy.account)
    throw anotherAccount(mintedBy, owner);
  const overlap = rotation?.overlap ?? pending?.overlap ?? (0 as Duration);
  const trigger = pending ? pending.trigger : triggerHash({ rotation });
  return await taken(session, stored, { record: succeed(record, { ...key, trigger }, overlap) });
}

/** The trigger of the program, where setting or removing it asks for no rotation. */
function withTrigger(record: KeyRecord, trigger: TriggerHash | undefined): KeyRecord {
  const { key } = record;
  const isFirstOrLast = key && (key.trigger === undefined || trigger === undefined);
  return isFirstOrLast ? { ...record, key: { ...key, trigger } } : record;
}

/** The outputs of a record that is settled; a partial failure with them of one that is pending. */
function finish(session: Session, id: string, news: Raw, { record, unlisted }: Changed, stored?: KeyRecord) {
  const { definition, account, origin } = session;
  const { key, pending } = record;
  if (key && !pending) {
    hold(account, key, session);
    markSettled(origin);
    return writeOutputs(definition, news, record);
  }
  markUnsettled(origin);
  const isTriedAgain = stored?.pending !== undefined && stored.pending.nonce === pending?.nonce;
  throw partialFailure(session, id, news, record, pendingSentence(definition, record, { unlisted, isTriedAgain }));
}

function partialFailure({ definition }: Session, id: string, settings: Raw, record: KeyRecord, sentence: string) {
  const outs = writeOutputs(definition, settings, record);
  return new PartialFailure(sentence, { id, record, settings, outs: { ...outs, __provider: settings.__provider } });
}

function wholeInputs(definition: Definition, news: Raw): CommonInputs {
  const { inputs, failures } = readInputs(definition, news);
  if (!inputs) throw new UserError([...failures].map(([property, reason]) => `${property}: ${reason}`).join("; "));
  return inputs;
}
