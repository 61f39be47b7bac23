/**
 * Minting, once.
 *
 * Never may a mint be sent again after it may have happened, and never may a plain error follow it: either it is
 * certain that nothing is left, or the attempt is kept as pending with all that is needed to go on.
 */
import { type Baseline, baselineOfDifference, baselineOfMarker, markNewKeysAnswer } from "./baseline";
import type { Minted } from "./definition";
import { OutcomeUnknown } from "./errors/outcome-unknown";
import { UserError } from "./errors/user-error";
import { hold } from "./holders";
import type { Answer } from "./http/send";
import type { CommonInputs } from "./inputs";
import { type Instant, now } from "./instant";
import type { KeyId } from "./key-id";
import { nameLeftovers } from "./leftovers";
import { exclusively } from "./lock";
import { type Marker, newNonce } from "./marker";
import type { KeyRecord } from "./record";
import { findMinted, type Search, settleLostAnswer } from "./search";
import { type Session, whoAsks } from "./session";
import { windowOf } from "./window";

/** A record, and why its mint could not be settled if it is pending. */
export interface MintedRecord {
  readonly record: KeyRecord;
  readonly unlisted?: string | undefined;
}

/** Mints a key. The record that comes back is whole, or pending; a UserError means that nothing is left behind. */
export async function mint<Inputs extends object>(
  session: Session<Inputs>,
  inputs: Inputs & CommonInputs,
): Promise<MintedRecord> {
  const work = async () => {
    const minted = await mintAndSettle(session, inputs, await begin(session, inputs));
    const { keyId } = minted.record;
    // Before the next mint in this place begins: its search must not take this key for its own.
    if (keyId) hold(session.account, keyId, { origin: session.origin, isFresh: true });
    return minted;
  };
  if (!session.api.idOf) return await work();
  // Where the answer lacks the id, a difference must be able to tell our keys apart: one mint at a time in a place.
  return await exclusively(`${session.account.url} ${session.api.place}`, work);
}

interface Attempt {
  readonly nonce: Search["nonce"];
  readonly marker: Marker | undefined;
  readonly description: string | undefined;
  readonly started: number;
  readonly before?: Instant | undefined;
  readonly known?: ReadonlySet<KeyId> | undefined;
}

/** Takes down what a lost answer will be held against, before anything is sent that mints. */
async function begin(session: Session, inputs: CommonInputs): Promise<Attempt> {
  const { api, origin, identity } = session;
  const nonce = newNonce();
  const marker = inputs.marker === false || api.idOf ? undefined : { hash: origin.hash, nonce };
  const { keys, date } = await baselineOf(session, marker);
  if (marker && keys) nameLeftovers(session, keys);
  const known = keys && new Set(keys.map(({ keyId }) => keyId));
  return { nonce, marker, description: identity.description, started: performance.now(), before: date, known };
}

async function baselineOf(session: Session, marker: Marker | undefined): Promise<Baseline> {
  if (session.api.idOf) return await baselineOfDifference(session);
  return marker ? await baselineOfMarker(session) : {};
}

async function mintAndSettle<Inputs extends object>(
  session: Session<Inputs>,
  inputs: Inputs & CommonInputs,
  attempt: Attempt,
): Promise<MintedRecord> {
  let answer: Answer<Minted>;
  try {
    answer = await session.api.mint(inputs, attempt.marker);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    return await settle(session, searchOf(attempt), error);
  }
  const { value, key } = answer.value;
  const createdAt = key?.createdAt ?? answer.date ?? now();
  const blank = { ...(await blankRecord(session, key?.owner)), value, createdAt };
  if (key) return { record: { ...blank, keyId: key.keyId, outputs: key.outputs } };
  const found = await findMinted(session, searchOf(attempt, answer.date), value);
  if (found.is === "pending") return { record: { ...blank, pending: found.pending }, unlisted: found.unlisted };
  if (found.by === "itself") markNewKeysAnswer(session);
  const { keyId, createdAt: listed = createdAt, outputs = {} } = found.key;
  const proof = found.by === "difference" ? { keyIdProof: found.by, mintWindow: found.window } : {};
  return { record: { ...blank, keyId, createdAt: listed, outputs, ...proof } };
}

async function settle(session: Session, search: Search, error: OutcomeUnknown): Promise<MintedRecord> {
  const settled = await settleLostAnswer(session, search);
  if (settled.is === "pending") {
    const record = { ...(await blankRecord(session)), pending: settled.pending };
    return { record, unlisted: settled.unlisted };
  }
  const nothingLeft = settled.revoked
    ? `The key had been created; its value was lost with the answer, so it (${settled.revoked}) was revoked`
    : `${session.account.settings.title} has not created a key`;
  throw new UserError(`${error.message}. ${nothingLeft}. Nothing is left behind: run again.`);
}

function searchOf({ nonce, marker, description, started, before, known }: Attempt, answered?: Instant): Search {
  const ended = performance.now();
  const timing = { started, ended, before, answered };
  return { nonce, marker, description, ended, known, window: (date) => windowOf(timing, date) };
}

/** A record of the account and of what is asked for, without a key. */
export async function blankRecord(session: Session, owner?: string): Promise<KeyRecord> {
  const { account, api, identity } = session;
  const self = owner === undefined ? await whoAsks(session).catch(() => undefined) : undefined;
  const mintedBy = {
    url: account.url,
    org: account.org,
    account: owner ?? self?.value.owner,
    principal: api.principal,
  };
  return { keyId: undefined, value: undefined, createdAt: undefined, mintedBy, identity, outputs: {} };
}
