/**
 * Minting, once.
 *
 * Never may a mint be sent again after it may have happened, and never may a plain error follow it: either it is
 * certain that nothing is left, or the attempt is kept as pending with all that is needed to go on. A difference
 * between lists is never proof of ownership: without the key's value it only names candidates, which stay untouched.
 */
import { type Attempt, type FoundKey, findMinted, settleLostAnswer, windowOf } from "./attempt";
import type { Minted } from "./definition";
import { OutcomeUnknown } from "./errors/outcome-unknown";
import { UserError } from "./errors/user-error";
import { hold } from "./holders";
import type { Answer } from "./http/send";
import { type Instant, now } from "./instant";
import type { KeyId } from "./key-id";
import { exclusively } from "./lock";
import { newNonce } from "./marker";
import type { KeyRecord } from "./record";
import { credentialsOf, hasAsked, type Session, whoAsks } from "./session";

/** Mints a key. The record that comes back is whole, or pending; a UserError means that nothing is left behind. */
export async function mint<Inputs extends object>(session: Session<Inputs>): Promise<KeyRecord> {
  const { api, account, definition, inputs } = session;
  if (!api.idOf) return await mintAndSettle(session, await begin(session));
  // Where the answer lacks the id, a difference must be able to tell our keys apart: one mint at a time in a place.
  const place = JSON.stringify([account.url, definition.identity(inputs)]);
  return await exclusively(place, async () => await mintAndSettle(session, await begin(session)));
}

/** Credentials with which a new key has been asked for its id in this run: no list needs to be read before a mint. */
const newKeysAnswer = new Set<string>();

/** Takes down what a lost answer will be held against, before anything is sent that mints. */
async function begin<Inputs extends object>(session: Session<Inputs>): Promise<Attempt> {
  const { api, account, inputs } = session;
  const nonce = newNonce();
  const marker = inputs.marker === false || api.idOf ? undefined : { hash: inputs.origin.hash, nonce };
  const blank = { nonce, marker, from: undefined, known: new Set<KeyId>() };
  if (!api.idOf) return { ...blank, started: performance.now() };
  const isFirst = !hasAsked(session);
  const self = await whoAsks(session);
  if (newKeysAnswer.has(credentialsOf(account))) return { ...blank, started: performance.now() };
  // The first mint of a run opens its window with the answer to "who asks", later ones with a list.
  if (isFirst && self.date) return { ...blank, started: performance.now(), from: self.date };
  const { value: keys, date } = await api.list();
  return { ...blank, started: performance.now(), from: date, known: new Set(keys.map(({ keyId }) => keyId)) };
}

async function mintAndSettle<Inputs extends object>(session: Session<Inputs>, attempt: Attempt): Promise<KeyRecord> {
  let answer: Answer<Minted>;
  try {
    answer = await session.api.mint(session.inputs, attempt.marker);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    return await settle(session, attempt, error);
  }
  const { value, key } = answer.value;
  const createdAt = answer.date ?? now();
  if (key) return await whole(session, { key, createdAt, value });
  const found = await findMinted(session, windowOf(attempt, answer.date), value);
  if (found.is === "pending") return { ...(await blankRecord(session)), value, createdAt, pending: found.pending };
  if (found.by === "itself") newKeysAnswer.add(credentialsOf(session.account));
  return await whole(session, { key: found.key, createdAt, value, by: found.by });
}

async function settle(session: Session, attempt: Attempt, error: OutcomeUnknown): Promise<KeyRecord> {
  const settled = await settleLostAnswer(session, windowOf(attempt));
  if (settled.is === "pending") return { ...(await blankRecord(session)), pending: settled.pending };
  const nothingLeft = settled.revoked
    ? `The key had been created; its value was lost with the answer, so it (${settled.revoked}) was revoked`
    : `${session.account.settings.title} has not created a key`;
  throw new UserError(`${error.message}. ${nothingLeft}. Nothing is left behind: run again.`);
}

async function blankRecord(session: Session, owner?: string): Promise<KeyRecord> {
  const { account, api } = session;
  const self = owner === undefined ? await whoAsks(session).catch(() => undefined) : undefined;
  const mintedBy = {
    url: account.url,
    org: account.org,
    account: owner ?? self?.value.owner,
    principal: api.principal,
  };
  return { keyId: undefined, value: undefined, createdAt: undefined, mintedBy, outputs: {} };
}

interface Whole {
  readonly key: FoundKey;
  /** Counts where the key's row is not known. */
  readonly createdAt: Instant;
  readonly value: KeyRecord["value"];
  readonly by?: "itself" | "value" | "difference";
}

/** The record of a key of which nothing is in doubt. It is held at once, so that no other search takes it for its own. */
export async function whole(session: Session, { key, createdAt, value, by }: Whole): Promise<KeyRecord> {
  hold(session.account, key.keyId, { origin: session.inputs.origin, isFresh: true });
  return {
    ...(await blankRecord(session, key.owner)),
    keyId: key.keyId,
    value,
    createdAt: key.createdAt ?? createdAt,
    keyIdProof: by === "difference" ? by : undefined,
    outputs: key.outputs ?? {},
  };
}
