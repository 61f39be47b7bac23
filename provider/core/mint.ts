/**
 * Minting, once.
 *
 * Never may a mint be sent again after it may have happened, and never may a plain error follow it: either it is
 * certain that nothing is left, or the attempt is kept as pending with all that is needed to go on.
 */
import { type Baseline, baselineOfDifference, baselineOfMarker, markNewKeysAnswer } from "./baseline";
import { requireRightClock } from "./clock";
import type { Minted, MintedBy } from "./definition";
import { OutcomeUnknown } from "./errors/outcome-unknown";
import { UserError } from "./errors/user-error";
import { hold } from "./holders";
import type { Answer } from "./http/send";
import type { CommonInputs } from "./inputs";
import { type Instant, now } from "./instant";
import { nameLeftovers } from "./leftovers";
import { exclusively } from "./lock";
import { type Marker, newNonce } from "./marker";
import type { OwnKey, Pending } from "./record";
import { dependsOnClock, type TriggerHash, triggerHash } from "./rotation/settings";
import { type Found, findMinted, type Search, settleLostAnswer } from "./search";
import { type Session, whoAsks } from "./session";
import { windowOf } from "./window";

/** What became of a mint. */
export type Minting =
  | { readonly is: "minted"; readonly key: OwnKey; readonly mintedBy: MintedBy }
  | {
      readonly is: "pending";
      readonly pending: Pending;
      readonly mintedBy: MintedBy;
      /** Why the lists could not be read. */
      readonly unlisted?: string | undefined;
    };

/** Mints a key; `isTimed` when the clock asked for it. A UserError means that nothing is left behind. */
export async function mint<Inputs extends object>(
  session: Session<Inputs>,
  inputs: Inputs & CommonInputs,
  { isTimed = false } = {},
): Promise<Minting> {
  const work = async () => {
    const minting = await mintAndSettle(session, inputs, await begin(session, inputs, isTimed));
    // Before the next mint in this place begins: its search must not take this key for its own.
    if (minting.is === "minted") hold(session.account, minting.key, session);
    return minting;
  };
  if (session.definition.recognizedBy === "marker") return await work();
  // A difference must be able to tell our keys apart: one mint at a time in a place.
  return await exclusively(`${session.account.url} ${session.api.place}`, work);
}

interface Attempt {
  readonly trigger: TriggerHash | undefined;
  readonly nonce: Search["nonce"];
  readonly marker: Marker | undefined;
  readonly description: string | undefined;
  readonly started: number;
  readonly before?: Instant | undefined;
  readonly known: Search["known"];
  /** The account that the keys in its place belong to, where the vendor tells. */
  readonly owner: string | undefined;
}

/** Takes down what a lost answer will be held against, before anything is sent that mints. */
async function begin(session: Session, inputs: CommonInputs, isTimed: boolean): Promise<Attempt> {
  const { definition, origin, identity } = session;
  const nonce = newNonce();
  const isMarked = definition.recognizedBy === "marker" && inputs.marker !== false;
  const marker = isMarked ? { hash: origin.hash, nonce } : undefined;
  const { keys, date } = await baselineOf(session, marker);
  if (marker && keys) nameLeftovers(session, keys);
  if (isTimed || dependsOnClock(inputs)) await requireRightClock(session);
  const known = new Map(keys?.map(({ keyId, createdAt }) => [keyId, createdAt]));
  const trigger = triggerHash(inputs);
  const { description } = identity;
  const owner = keys?.find((key) => key.owner !== undefined)?.owner;
  return { trigger, nonce, marker, description, started: performance.now(), before: date, known, owner };
}

async function baselineOf(session: Session, marker: Marker | undefined): Promise<Baseline> {
  if (session.definition.recognizedBy === "difference") return await baselineOfDifference(session);
  return marker ? await baselineOfMarker(session) : {};
}

async function mintAndSettle<Inputs extends object>(
  session: Session<Inputs>,
  inputs: Inputs & CommonInputs,
  attempt: Attempt,
): Promise<Minting> {
  const { trigger } = attempt;
  let answer: Answer<Minted>;
  try {
    answer = await session.api.mint(inputs, attempt.marker);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    return await settle(session, attempt, error);
  }
  const { value, key } = answer.value;
  const mintedBy = await mintedByOf(session, key?.owner ?? attempt.owner);
  const createdAt = key?.createdAt ?? answer.date ?? now();
  if (key) {
    return { is: "minted", mintedBy, key: { keyId: key.keyId, value, createdAt, trigger, outputs: key.outputs } };
  }
  const found = await findMinted(session, searchOf(attempt, answer.date), value);
  if (found.is === "pending") return { ...found, mintedBy, pending: { ...found.pending, value, trigger } };
  if (found.by === "itself") markNewKeysAnswer(session);
  return { is: "minted", mintedBy, key: keyOf(found, { value, createdAt, trigger }) };
}

/** The key that was found; what the vendor told of it before what is known without. */
export function keyOf(found: Found & { is: "found" }, known: Pick<OwnKey, "value" | "createdAt" | "trigger">): OwnKey {
  const { keyId, createdAt = known.createdAt, outputs = {} } = found.key;
  return { ...known, keyId, createdAt, outputs, difference: found.by === "difference" ? found.window : undefined };
}

async function settle(session: Session, attempt: Attempt, error: OutcomeUnknown): Promise<Minting> {
  const settled = await settleLostAnswer(session, searchOf(attempt));
  if (settled.is === "pending") {
    const pending = { ...settled.pending, trigger: attempt.trigger };
    return { ...settled, pending, mintedBy: await mintedByOf(session, attempt.owner) };
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

/** The account that a key is minted by, or taken over from. */
export async function mintedByOf(session: Session, owner?: string): Promise<MintedBy> {
  const { account, api } = session;
  const self = owner === undefined ? await whoAsks(session).catch(() => undefined) : undefined;
  return { url: account.url, org: account.org, account: owner ?? self?.value.owner, principal: api.principal };
}
