/**
 * A train: the mints of one place in this run whose ids only lists can tell. They are sent one after the other, each in seconds of the
 * vendor's clock that no other mint shares. None waits for another's id: one list tells the ids of all.
 *
 * An id is believed when lists show one new key in the seconds of its mint. Two lists are enough where they show the end of its value.
 * Otherwise the lists must be caught up, and each other mint of the run must show a key in its own seconds.
 *
 * An id must never be believed while a key that nobody holds stands beside these seconds. The clock that dates keys may not be the one that
 * tells the seconds: a stranger's key, or a sibling's, could be taken for ours.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isWithin, widened } from "../record/mint-window";
import type { Window } from "../record/record";
import { hold, isHeld } from "../run/held-keys";
import { epochMilliseconds, type Instant, instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { limits } from "../values/limits";
import { exclusively } from "../values/one-at-a-time";
import { resemblance, type Secret, sameSecret } from "../values/secret";
import type { VendorKey } from "../vendor/definition";
import { type KeyList, readList } from "../vendor/key-lists";
import { toldByDifference } from "./difference";
import { candidatesIn, type Found, type Search, stillPending } from "./find-minted";
import { namelessIn, namelessKey } from "./nameless-key";
import { obstacleOf } from "./obstacle";
import type { Session } from "./session";
import { sayWaiting } from "./waiting";

/** A mint that was answered without the key's id. */
interface Mint {
  readonly session: Session;
  readonly search: Search;
  readonly value: Secret;
  window: Window;
  /** New keys that any list has shown: in this mint's window, beside the windows of all mints, and in the window of another mint. */
  readonly inWindow: Map<KeyId, VendorKey>;
  readonly beside: Map<KeyId, VendorKey>;
  readonly inOthers: Map<KeyId, VendorKey>;
  /** `performance.now()` when the first list began that showed the only key of the window. */
  shownSince: number | undefined;
  /** `performance.now()` when the last list that was looked at began. */
  looked: number;
  nameless: Instant | undefined;
  found: Found | undefined;
  /** Resolves when `found` is set, whichever mint's list has told it. */
  readonly told: Promise<void>;
  tell(): void;
}

interface Train {
  readonly mints: Mint[];
  /** The windows of mints whose answers were lost: a key in one of these is theirs. */
  readonly lost: Window[];
  /** `performance.now()` when the last mint was answered, or its answer was lost. */
  answered: number | undefined;
  /** Whether a list has shown the end of a value of ours. */
  doListsTell: boolean;
}

const trains = new Map<string, Train>();

function trainOf({ account, api }: Session): Train {
  const name = `${account.url} ${api.place}`;
  const train = trains.get(name) ?? { mints: [], lost: [], answered: undefined, doListsTell: false };
  trains.set(name, train);
  return train;
}

/** One at a time within a train: mints, and the lists that tell them apart. */
export function inTurn<T>({ account, api }: Session, work: () => Promise<T>): Promise<T> {
  return exclusively(`${account.url} ${api.place}`, work);
}

/** Vendors tell their clock in whole seconds. */
const dateStepMs = 1_000;

/** Waits until the next mint falls into a new second of the vendor's clock. It does not wait where lists show values. */
export async function turnOfSecond(session: Session): Promise<void> {
  const { answered, doListsTell } = trainOf(session);
  if (answered === undefined || doListsTell) return;
  const waitMs = answered + dateStepMs + 20 - performance.now();
  if (waitMs <= 0) return;
  // This list may show values: then no second needs to pass.
  lookAt(session, await readList(session, answered));
  if (!trainOf(session).doListsTell) await sleep(Math.max(0, answered + dateStepMs + 20 - performance.now()));
}

/** Notes a mint that was answered just now. To be called within `inTurn`. */
export function join(session: Session, search: Search, value: Secret): Mint {
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  const mint: Mint = {
    session,
    search,
    value,
    window: search.window(undefined),
    inWindow: new Map(),
    beside: new Map(),
    inOthers: new Map(),
    shownSince: undefined,
    looked: Number.NEGATIVE_INFINITY,
    nameless: undefined,
    found: undefined,
    told,
    tell,
  };
  const train = trainOf(session);
  train.mints.push(mint);
  train.answered = performance.now();
  return mint;
}

/** Notes a mint whose answer was lost just now. To be called within `inTurn`. */
export function noteLost(session: Session, search: Search): void {
  const train = trainOf(session);
  train.lost.push(search.window(undefined));
  train.answered = performance.now();
}

/** Looks at one list after the other until the id is told, or no list can tell it any more. Lists of later mints count too. */
export async function findId(mint: Mint): Promise<Found> {
  const { session, search } = mint;
  const dueAt = () => Math.max(search.ended, mint.looked + limits.listGapMs);
  try {
    for (let looks = 0; !mint.found; looks++) {
      // As a rule, two lists tell the id: there is no wait to speak of.
      if (looks > 2) sayWaiting(session, search.ended + limits.absenceGraceMs - performance.now());
      await Promise.race([mint.told, sleep(Math.max(0, dueAt() - performance.now()))]);
      const look = inTurn(session, async () => {
        if (!mint.found && performance.now() >= dueAt()) lookAt(session, await readList(session, dueAt()));
      });
      // Other mints take turns too, and their lists may tell this id first.
      await Promise.race([mint.told, look]);
      look.catch(() => undefined);
    }
  } catch (error) {
    // A defect of our own too: behind a mint no error may be the end of it.
    const more = { isListed: false, obstacle: obstacleOf(session, error) };
    mint.found = stillPending(session, search, mint.window, namedFor(mint), more);
  }
  return mint.found;
}

/** Notes what a list tells of the mints of its train. To be called within `inTurn`. */
export function lookAt(session: Session, list: KeyList): void {
  const train = trainOf(session);
  // This includes mints that stay pending: what lists show of them decides whether the others are believed.
  const seen = train.mints.filter(({ found, search }) => found?.is !== "found" && search.ended <= list.begun);
  for (const mint of seen) sight(mint, list, train);
  for (const mint of seen) {
    if (mint.found?.is === "pending") continue;
    mint.found ??= verdict(mint, list, train.mints);
    if (mint.found?.is === "found") hold(mint.session.account, mint.found.key, mint.session);
    if (mint.found) mint.tell();
  }
}

/** The keys of those mints in the train that show exactly one. A mint whose answer was lost has made none of these keys. */
export function keysOfOthers(session: Session): Pick<VendorKey, "keyId" | "createdAt">[] {
  return trainOf(session).mints.flatMap(({ inWindow }) => (inWindow.size === 1 ? [...inWindow.values()] : []));
}

/** Notes what the list shows of a mint. */
function sight(mint: Mint, list: KeyList, train: Train): void {
  const { mints, lost } = train;
  const { session, search, value } = mint;
  mint.looked = list.begun;
  mint.window = search.window(clockOf(list));
  const exact = list.keys.find((key) => key.value && sameSecret(key.value, value));
  if (exact) {
    train.doListsTell = true;
    mint.found = { is: "found", by: "value", key: exact };
    return;
  }
  const near = widened(mint.window);
  mint.nameless ??= namelessIn(list, near);
  const windows = mints.flatMap((other) => (other !== mint && other.window.isExact ? [other.window] : []));
  const isOthers = ({ createdAt }: VendorKey) => [...windows, ...lost].some((other) => isWithin(other, createdAt));
  const before = [...mint.inWindow.keys()].join();
  for (const key of candidatesIn(session, search, list.keys, near)) {
    const likeness = resemblance(value, key.value);
    if (likeness === "differs") continue;
    if (likeness === "fits") train.doListsTell = true;
    if (isWithin(mint.window, key.createdAt)) mint.inWindow.set(key.keyId, key);
    else (isOthers(key) ? mint.inOthers : mint.beside).set(key.keyId, key);
  }
  const [only, ...others] = mint.inWindow.values();
  const isShown = only && others.length === 0 && list.keys.some(({ keyId }) => keyId === only.keyId);
  if (!isShown) mint.shownSince = undefined;
  else if (before !== only.keyId || mint.shownSince === undefined) mint.shownSince = list.begun;
}

/** The id, once it is told. All candidates, once no later list would tell more. Nothing before that. */
function verdict(mint: Mint, list: KeyList, mints: readonly Mint[]): Found | undefined {
  const { session, search, value, window, inWindow, beside, shownSince } = mint;
  const [only] = inWindow.values();
  const isShownTwice = shownSince !== undefined && list.begun - shownSince >= limits.listGapMs;
  const mayLag = list.begun - search.ended < limits.absenceGraceMs;
  const isValueShown = only !== undefined && resemblance(value, only.value) === "fits";
  const isBeside = [...beside.keys()].some((keyId) => !isHeld(session.account, keyId));
  const isTold = isValueShown || (!mayLag && doOthersShowTheirOwn(mint, mints));
  if (only && isTold && isShownTwice && window.isExact && !isBeside && mint.nameless === undefined) {
    if (!isHeld(session.account, only.keyId)) {
      const byDifference = toldByDifference(only.keyId, list.keys, window, {
        known: search.known,
        value,
        isConfirmed: false,
      });
      return { is: "found", by: "difference", key: only, byDifference };
    }
  }
  // A key that has just appeared is looked at once more.
  if (mayLag || (shownSince !== undefined && !isShownTwice)) return undefined;
  const more = mint.nameless === undefined ? {} : { obstacle: namelessKey(session, mint.nameless) };
  return stillPending(session, search, window, namedFor(mint), more);
}

/** Whether each other mint of the run shows a key of its own. Otherwise this mint's key may be the other's. */
function doOthersShowTheirOwn(mint: Mint, mints: readonly Mint[]): boolean {
  const [only] = mint.inWindow.keys();
  return mints.every(
    (other) =>
      other === mint ||
      other.found?.is === "found" ||
      (other.inWindow.size > 0 && !(only !== undefined && other.inWindow.has(only))),
  );
}

/** The candidates of a mint. Where its own window shows no key, those in other mints' windows are among them. */
function namedFor({ session, inWindow, beside, inOthers }: Mint): VendorKey[] {
  const elsewhere = inWindow.size > 0 ? [] : inOthers.values();
  const named = [...inWindow.values(), ...beside.values(), ...elsewhere];
  return named.filter(({ keyId }) => !isHeld(session.account, keyId));
}

/** The vendor's clock now, by a list that was read before. */
function clockOf({ date, read }: KeyList): Instant | undefined {
  return date && instant(epochMilliseconds(date) + performance.now() - read);
}
