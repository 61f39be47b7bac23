/**
 * Mints a key, once.
 *
 * A mint must never be sent again once it may have happened, and no plain error must ever follow it. Either certainly no key is left, or
 * the mint is kept as pending, with all that is needed to go on.
 */
import type { CommonInputs } from "../program/inputs";
import { dependsOnClock, type TriggerHash, triggerHash } from "../program/rotation-input";
import { windowOf } from "../record/mint-window";
import type { OwnKey, Pending } from "../record/record";
import { hold, isHeld } from "../run/held-keys";
import { epochMilliseconds, type Instant, now } from "../values/instant";
import { type Marker, newNonce } from "../values/marker";
import { UserError } from "../values/user-error";
import { OutcomeUnknown } from "../vendor/call-failures";
import { requireRightClock } from "../vendor/clock";
import type { Minted } from "../vendor/definition";
import type { Answer } from "../vendor/http/send";
import { readList } from "../vendor/key-lists";
import type { MintedBy } from "../vendor/minted-by";
import { mintedByOf } from "./account-proof";
import { type Baseline, baselineOfDifference, baselineOfMarker } from "./before-mint";
import { keyOf, type Search, settleLostAnswer } from "./find-minted";
import { findId, inTurn, join, keysOfOthers, lookAt, noteLost } from "./mint-train";
import { namePossibleOrphans } from "./orphans";
import { idOfLiveKey } from "./own-word";
import type { Session } from "./session";

const farBehindMs = 60_000;

/** What became of a mint. */
export type Minting =
  | { readonly is: "minted"; readonly key: OwnKey; readonly mintedBy: MintedBy }
  | { readonly is: "pending"; readonly pending: Pending; readonly mintedBy: MintedBy };

/** Mints a key. `isTimed` is set where time plays a part: then the clock must be right. A UserError means that no key is left. */
export async function mint<Inputs extends object>(
  session: Session<Inputs>,
  inputs: Inputs & CommonInputs,
  { isTimed = false } = {},
): Promise<Minting> {
  const ask = async () => await send(session, inputs, await prepare(session, inputs, isTimed));
  // Without a marker, lists can tell our keys apart only if one mint follows the other.
  const asked = session.definition.marked ? await ask() : await inTurn(session, ask);
  const minting = asked.is === "nameless" ? await asked.findId() : asked;
  if (minting.is === "minted") hold(session.account, minting.key, session);
  return minting;
}

interface Prepared {
  readonly trigger: TriggerHash | undefined;
  readonly nonce: Search["nonce"];
  readonly marker: Marker | undefined;
  readonly words: string | undefined;
  /** `performance.now()` when `before` was told, or just before the mint. */
  readonly started: number;
  readonly before?: Instant | undefined;
  readonly known: Search["known"];
  /** The account that the keys in its place belong to, where the vendor tells. */
  readonly accountId: string | undefined;
}

/** Collects, before the mint is sent, what a lost answer will be compared with. */
async function prepare(session: Session, inputs: CommonInputs, isTimed: boolean): Promise<Prepared> {
  const { definition, origin, identity } = session;
  const nonce = newNonce();
  const { marked } = definition;
  const marker = marked && inputs.marker !== false ? { hash: origin.hash, nonce, form: marked.form } : undefined;
  const { keys, date, told } = await baselineOf(session, marker);
  if (marker && keys) namePossibleOrphans(session, keys);
  if (isTimed || dependsOnClock(inputs, definition.expiry?.input)) await requireRightClock(session);
  const known = new Map(keys?.map(({ keyId, createdAt }) => [keyId, createdAt]));
  const trigger = triggerHash(inputs);
  const words = marked && identity[marked.input];
  const accountId = keys?.find((key) => key.accountId !== undefined)?.accountId;
  return { trigger, nonce, marker, words, started: told ?? performance.now(), before: date, known, accountId };
}

async function baselineOf(session: Session, marker: Marker | undefined): Promise<Baseline> {
  if (!session.definition.marked) return await baselineOfDifference(session);
  return marker ? await baselineOfMarker(session) : {};
}

/** The key was minted, and the answer does not name it. */
interface Nameless {
  readonly is: "nameless";
  /** Finds its id. */
  findId(): Promise<Minting>;
}

async function send<Inputs extends object>(
  session: Session<Inputs>,
  inputs: Inputs & CommonInputs,
  prepared: Prepared,
): Promise<Minting | Nameless> {
  const { trigger } = prepared;
  let answer: Answer<Minted>;
  try {
    answer = await session.api.mint(inputs, prepared.marker);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    return await mintingWithoutAnswer(session, prepared, error);
  }
  const { value, key } = answer.value;
  const mintedBy = await mintedByOf(session, key?.accountId ?? prepared.accountId);
  const createdAt = key?.createdAt ?? dated(answer.date);
  if (key) {
    const { keyId, expiresAt, outputs } = key;
    return { is: "minted", mintedBy, key: { keyId, value, createdAt, trigger, expiresAt, outputs } };
  }
  const search = searchOf(prepared, answer.date);
  const known = { value, createdAt, trigger };
  // Whatever has failed here: the key has been minted, and lists may tell its id.
  const keyId = await idOfLiveKey(session, value).catch(() => undefined);
  if (keyId && !search.known.has(keyId) && !isHeld(session.account, keyId)) {
    return { is: "minted", mintedBy, key: keyOf({ is: "found", by: "itself", key: { keyId } }, known) };
  }
  const joined = join(session, search, value);
  return {
    is: "nameless",
    findId: async () => {
      const found = await findId(joined);
      if (found.is === "pending") return { ...found, mintedBy, pending: { ...found.pending, value, trigger } };
      return { is: "minted", mintedBy, key: keyOf(found, known) };
    },
  };
}

/** The instant of the mint by the vendor's clock, or by ours if that is far behind. A key that seems too old is believed gone too soon. */
function dated(date: Instant | undefined): Instant {
  const isBehind = date === undefined || Date.now() - epochMilliseconds(date) > farBehindMs;
  return isBehind ? now() : date;
}

/** What became of a mint of this run whose answer was lost. */
async function mintingWithoutAnswer(session: Session, prepared: Prepared, error: OutcomeUnknown): Promise<Minting> {
  const search = searchOf(prepared);
  const outcome = await settleLostAnswer(session, await besideOthers(session, search));
  if (outcome.is === "pending") {
    const pending = { ...outcome.pending, trigger: prepared.trigger };
    return { ...outcome, pending, mintedBy: await mintedByOf(session, prepared.accountId) };
  }
  const nothingLeft = outcome.revoked
    ? `The key had been created; its value was lost with the answer, so it (${outcome.revoked}) was revoked`
    : `${session.account.definition.title} has not created a key`;
  throw new UserError(`${error.message}. ${nothingLeft}. Nothing is left behind: run again.`);
}

/** Adds to the known keys those of this run's mints that wait for their ids. The mint that was lost has not made these. */
async function besideOthers(session: Session, search: Search): Promise<Search> {
  if (session.definition.marked) return search;
  noteLost(session, search);
  const list = await readList(session, search.ended).catch(() => undefined);
  if (list) lookAt(session, list);
  const known = new Map(search.known);
  for (const { keyId, createdAt } of keysOfOthers(session)) known.set(keyId, createdAt);
  return { ...search, known };
}

function searchOf({ nonce, marker, words, started, before, known }: Prepared, answered?: Instant): Search {
  const ended = performance.now();
  const timing = { started, ended, before, answered };
  return { nonce, marker, words, ended, known, window: (date) => windowOf(timing, date) };
}
