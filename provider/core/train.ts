/**
 * The mints of one place in this run whose ids only lists can tell. One goes after the other, each within seconds of the vendor's clock
 * that no other shares, and none waits for another's id: one list tells of all of them.
 *
 * An id is believed when two lists, `limits.listGapMs` apart, show one new key in the seconds of its mint. Never may it be believed while
 * a mint of the same quarter of a minute shows none in its own: then lists lag, or the clock that dates keys is another than the one that
 * tells the seconds, and a stranger's key could be taken for ours. Lists may lag longer: what is believed here is held against later lists.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { VendorKey } from "./definition";
import { whatWentWrong } from "./errors/unexpected";
import { hold } from "./holders";
import { epochMilliseconds, type Instant, instant } from "./instant";
import type { KeyId } from "./key-id";
import { limits } from "./limits";
import { type KeyList, readList } from "./lists";
import { exclusively } from "./lock";
import { sayWaiting } from "./progress";
import type { Window } from "./record";
import { candidatesIn, differenceOf, type Found, namelessKey, type Search, unsettled } from "./search";
import { resemblance, type Secret, sameSecret, tellsValue } from "./secret";
import { credentialsOf, type Session } from "./session";
import { isWithin, widened } from "./window";

/** A mint that was answered without the key's id. */
interface Mint {
  readonly session: Session;
  readonly search: Search;
  readonly value: Secret;
  window: Window;
  /** New keys in its window, as any list has shown them, and beside it. */
  readonly inWindow: Map<KeyId, VendorKey>;
  readonly beside: Map<KeyId, VendorKey>;
  /** Since which list (`performance.now()`) the only one of them is shown. */
  shownSince: number | undefined;
  /** `performance.now()` when the last list that was looked at began. */
  looked: number;
  hasNameless: boolean;
  found: Found | undefined;
}

interface Place {
  readonly mints: Mint[];
  /** When others were asked for whose answers were lost: a key of that time is theirs. */
  readonly lost: Window[];
  /** `performance.now()` when the last of them was answered. */
  answered: number | undefined;
  /** Whether lists tell one value from another. */
  doListsTell: boolean;
}

const places = new Map<string, Place>();

function placeOf({ account, api }: Session): Place {
  const name = `${credentialsOf(account)} ${api.place}`;
  const place = places.get(name) ?? { mints: [], lost: [], answered: undefined, doListsTell: false };
  places.set(name, place);
  return place;
}

/** One at a time in a place: mints, and the lists that tell them apart. */
export function inTurn<T>({ account, api }: Session, work: () => Promise<T>): Promise<T> {
  return exclusively(`${account.url} ${api.place}`, work);
}

/** Vendors tell their clock in whole seconds. */
const dateStepMs = 1_000;

/** Waits until the next mint falls into another second of the vendor's than the one before, where nothing else tells them apart. */
export async function turnOfSecond(session: Session): Promise<void> {
  const { answered, doListsTell } = placeOf(session);
  if (answered === undefined || doListsTell) return;
  await sleep(Math.max(0, answered + dateStepMs + 20 - performance.now()));
}

/** Takes down a mint that was answered just now, in turn. */
export function join(session: Session, search: Search, value: Secret): Mint {
  const mint: Mint = {
    session,
    search,
    value,
    window: search.window(undefined),
    inWindow: new Map(),
    beside: new Map(),
    shownSince: undefined,
    looked: Number.NEGATIVE_INFINITY,
    hasNameless: false,
    found: undefined,
  };
  const place = placeOf(session);
  place.mints.push(mint);
  place.answered = performance.now();
  return mint;
}

/** Takes down a mint whose answer was lost just now, in turn. */
export function noteLost(session: Session, search: Search): void {
  const place = placeOf(session);
  place.lost.push(search.window(undefined));
  place.answered = performance.now();
}

/** Looks at one list after the other, its own and those of the mints that follow, until the id is told or nothing can tell it. */
export async function settle(mint: Mint): Promise<Found> {
  const { session, search } = mint;
  const dueAt = () => Math.max(search.ended, mint.looked + limits.listGapMs);
  try {
    for (let looks = 0; !mint.found; looks++) {
      // Two lists tell the id as a rule.
      if (looks > 2) sayWaiting(session, search.ended + limits.absenceGraceMs - performance.now());
      await sleep(Math.max(0, dueAt() - performance.now()));
      await inTurn(session, async () => {
        if (!mint.found && performance.now() >= dueAt()) lookAt(session, await readList(session, dueAt()));
      });
    }
  } catch (error) {
    // A defect of our own too: behind a mint no error may be the end of it.
    const open = unsettled(session, search, mint.window, namedFor(mint));
    mint.found = { ...open, pending: { ...open.pending, isListed: false }, unlisted: whatWentWrong(error) };
  }
  return mint.found;
}

/** What a list that was read in turn tells of the mints of its place. */
export function lookAt(session: Session, list: KeyList): void {
  const place = placeOf(session);
  place.doListsTell ||= list.keys.some(({ value }) => tellsValue(value));
  const open = place.mints.filter(({ found, search }) => !found && search.ended <= list.begun);
  for (const mint of open) sight(mint, list, place);
  for (const mint of open) if (!mint.found) mint.found = verdict(mint, list, place.mints);
  for (const { found, session } of open) if (found?.is === "found") hold(session.account, found.key, session);
}

/** Takes down what the list shows of a mint. */
function sight(mint: Mint, list: KeyList, { mints, lost }: Place): void {
  const { session, search, value } = mint;
  mint.looked = list.begun;
  mint.window = search.window(clockOf(list));
  const exact = list.keys.find((key) => key.value && sameSecret(key.value, value));
  if (exact) {
    mint.found = { is: "found", by: "value", key: exact };
    return;
  }
  const near = widened(mint.window);
  mint.hasNameless ||= list.nameless?.some((createdAt) => isWithin(near, createdAt)) ?? false;
  const windows = mints.flatMap((other) => (other !== mint && other.window.isExact ? [other.window] : []));
  const isOthers = ({ createdAt }: VendorKey) => [...windows, ...lost].some((other) => isWithin(other, createdAt));
  const before = [...mint.inWindow.keys()].join();
  for (const key of candidatesIn(session, search, list.keys, near)) {
    if (resemblance(value, key.value) === "differs") continue;
    if (isWithin(mint.window, key.createdAt)) mint.inWindow.set(key.keyId, key);
    else if (!isOthers(key)) mint.beside.set(key.keyId, key);
  }
  const [only, ...others] = mint.inWindow.values();
  const isShown = only && others.length === 0 && list.keys.some(({ keyId }) => keyId === only.keyId);
  if (!isShown) mint.shownSince = undefined;
  else if (before !== only.keyId || mint.shownSince === undefined) mint.shownSince = list.begun;
}

/** The id, when it is told; all that it can be, when no later list would tell more; nothing before. */
function verdict(mint: Mint, list: KeyList, mints: readonly Mint[]): Found | undefined {
  const { session, search, value, window, inWindow, shownSince } = mint;
  const [only] = inWindow.values();
  const isShownTwice = shownSince !== undefined && list.begun - shownSince >= limits.listGapMs;
  const mayLag = list.begun - search.ended < limits.absenceGraceMs;
  if (only && isShownTwice && window.isExact && !mint.hasNameless && isAlone(mint, mints)) {
    const isValueShown = resemblance(value, only.value) === "fits";
    const difference = differenceOf(only.keyId, list.keys, window, { isConfirmed: isValueShown || !mayLag });
    return { is: "found", by: "difference", key: only, difference, isValueShown };
  }
  // A key that has just come is looked at once more.
  if (mayLag || (shownSince !== undefined && !isShownTwice)) return undefined;
  const open = unsettled(session, search, window, namedFor(mint));
  return mint.hasNameless ? { ...open, unlisted: namelessKey } : open;
}

/** Whether nothing speaks for another key than the one in the window. */
function isAlone(mint: Mint, mints: readonly Mint[]): boolean {
  const neighbours = mints.filter((other) => other !== mint && isNear(other, mint));
  const areAllShown = neighbours.every(({ inWindow, found }) => found?.is === "found" || inWindow.size > 0);
  // Each key in the seconds of its own mint: the clock that dates keys is the one that tells them.
  const isClockTold = areAllShown && neighbours.length > 0;
  return areAllShown && (mint.beside.size === 0 || isClockTold);
}

function isNear(other: Mint, { window }: Mint): boolean {
  const { from, until } = widened(other.window);
  return from <= window.until && window.from <= until;
}

function namedFor({ inWindow, beside }: Mint): VendorKey[] {
  return [...inWindow.values(), ...beside.values()];
}

/** The vendor's clock now, by a list that was read before. */
function clockOf({ date, read }: KeyList): Instant | undefined {
  return date && instant(epochMilliseconds(date) + performance.now() - read);
}
