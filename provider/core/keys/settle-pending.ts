/**
 * Takes up a mint that an earlier run could not settle. The next `up`, refresh and destroy all do so.
 *
 * Another account's lists must never settle it. A difference that was ambiguous once must never be believed later. The other candidates may
 * be gone for other reasons, and the one that is left may be a stranger's.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { extendedToVendorsClock, widened } from "../record/mint-window";
import type { KeyRecord, Pending } from "../record/record";
import { succeed } from "../record/succession";
import { isHeld } from "../run/held-keys";
import type { Duration } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { limits } from "../values/limits";
import type { Secret } from "../values/secret";
import { isOutcome } from "../vendor/call-failures";
import { certainlySince } from "../vendor/clock";
import { readWholeList } from "../vendor/key-lists";
import { proveAccount } from "./account-proof";
import { candidatesIn, findMinted, keyOf, type Search, settleLostAnswer } from "./find-minted";
import { refuseNameless } from "./nameless-key";
import { obstacleOf } from "./obstacle";
import type { Session } from "./session";

export interface Settlement {
  /** Once nothing is pending in it, it holds the key that was minted, or certainly no key is left of the mint. */
  readonly record: KeyRecord;
  /** The key that was revoked because its value was lost with the answer. */
  readonly revoked?: KeyId | undefined;
}

/** `overlapNow` is the program's present overlap, where it has one. It takes precedence over the overlap at the time of the mint. */
export async function settlePending(session: Session, record: KeyRecord, overlapNow?: Duration): Promise<Settlement> {
  const { pending } = record;
  if (!pending) return { record };
  const ofOutcome = (error: unknown) => obstacleOfOutcome(session, error);
  const unproven = await proveAccount(session, record.mintedBy, pending).catch(ofOutcome);
  if (unproven !== undefined) return { record: { ...record, pending: { ...pending, obstacle: unproven } } };
  const search = searchAgain(session, pending);
  const { value, trigger, overlap = 0 as Duration } = { ...pending, ...(overlapNow && { overlap: overlapNow }) };
  const nothing = { record: { ...record, pending: undefined } };
  const stillPending = (named: readonly KeyId[], obstacle?: string): Settlement => {
    return { record: { ...record, pending: { ...alsoNaming(pending, named), obstacle } } };
  };
  if (!value) {
    const outcome = await settleLostAnswer(session, search);
    if (outcome.is === "pending") return stillPending(outcome.pending.candidates, outcome.pending.obstacle);
    // A wrong date may have moved the window, so that it lacks candidates that were named before.
    const isLeft =
      outcome.revoked === undefined && pending.candidates.length > 0 && !(await areAllGone(session, pending, search));
    return isLeft ? stillPending([]) : { ...nothing, revoked: outcome.revoked };
  }
  const found = await findMinted(session, search, value);
  const isTold = found.is === "found" && (found.by !== "difference" || found.byDifference.isValueShown);
  if (found.is === "found" && (isTold || isSoleCandidate(pending, found.key.keyId))) {
    const key = keyOf(found, { value, createdAt: pending.until, trigger });
    return { record: succeed(record, key, overlap) };
  }
  if (found.is === "found") return stillPending([found.key.keyId]);
  const { candidates, obstacle } = found.pending;
  // A candidate that is named for the first time was there just now.
  const isNewNamed = candidates.some((keyId) => !pending.candidates.includes(keyId));
  if (obstacle !== undefined || isNewNamed || !(await areAllGone(session, pending, search))) {
    return stillPending(candidates, obstacle);
  }
  const unheard = await obstacleIfItLives(session, value).catch(ofOutcome);
  return unheard === undefined ? nothing : stillPending(candidates, unheard);
}

/** An obstacle, where the key itself answers: then it lives. It is asked before it is called gone, whatever lists say. */
async function obstacleIfItLives({ account, api }: Session, value: Secret): Promise<string | undefined> {
  const keyId = await api.idOf?.(value);
  const { title } = account.definition;
  return (
    keyId &&
    `key ${keyId} answers, but ${title}'s lists do not show key ${keyId} yet. Wait some minutes, then run again`
  );
}

/** A call that has failed leaves the mint pending. Any other error is for the user. */
function obstacleOfOutcome(session: Session, error: unknown): string {
  if (isOutcome(error)) return obstacleOf(session, error);
  throw error;
}

/** Whether no run has named another candidate. False where the mint's own run could not read its lists: they may have shown another one. */
function isSoleCandidate({ isListed, candidates }: Pending, keyId: string): boolean {
  if (!isListed) return false;
  return candidates.length === 0 || (candidates.length === 1 && candidates[0] === keyId);
}

/**
 * Adds candidates, and takes none away: with fewer candidates a later run would believe too much. The window stays as it was written down:
 * each run looks from there.
 */
function alsoNaming(pending: Pending, named: readonly KeyId[]): Pending {
  return { ...pending, candidates: [...new Set([...pending.candidates, ...named])] };
}

/**
 * Whether the key of the mint is gone, by two lists that agree. One of the candidates was that key, so it is gone when they all are. Where
 * the mint's own run could not read its lists, there may be no candidates. Then the key is gone when each key of that time is another's.
 */
async function areAllGone(session: Session, pending: Pending, search: Search): Promise<boolean> {
  const { candidates, isListed, isExact } = pending;
  // No list has ever shown the key, so no list can show that it is gone.
  if (candidates.length === 0 && (isListed || !isExact)) return false;
  const isLeft = async () => {
    const list = await readWholeList(session, performance.now());
    refuseNameless(session, list, widened(pending));
    const { keys } = list;
    if (candidates.length === 0) return candidatesIn(session, search, keys, widened(pending)).length > 0;
    // A candidate that another record holds by now is that record's key.
    return keys.some(
      ({ keyId, status }) => status === "live" && candidates.includes(keyId) && !isHeld(session.account, keyId),
    );
  };
  if (await isLeft()) return false;
  await sleep(limits.listGapMs);
  return !(await isLeft());
}

/** The search of the earlier run, with the window that it wrote down. */
function searchAgain({ definition, origin, identity, account }: Session, pending: Pending): Search {
  const { nonce, marked, from, until, isExact } = pending;
  const { marked: text } = definition;
  const window = { from, until, isExact };
  const began = performance.now();
  return {
    nonce,
    marker: marked && text ? { hash: origin.hash, nonce, form: text.form } : undefined,
    words: text && identity[text.input],
    // Computed at each use: the first list of a run may be what tells the vendor's clock.
    get ended() {
      return Math.min(began, performance.now() - certainlySince(account, until));
    },
    known: new Map(pending.others.map((keyId) => [keyId, from])),
    // A marker tells the key by itself, so no other window is needed.
    window: (date) => (date === undefined || isExact || marked ? window : extendedToVendorsClock(window, date)),
  };
}
