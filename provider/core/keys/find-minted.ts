/**
 * What became of a mint whose answer was lost, or did not name the key. The vendor's lists are searched for it.
 *
 * Three things prove a key: the nonce of this very mint, the exact value, and the key's own word. A difference only names candidates, which
 * must never be revoked. It can tell an id only where the value is known. An absence must never be believed before lists have caught up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isWithin, widened, widenedByDay } from "../record/mint-window";
import type { OwnKey, Pending, ToldByDifference, Window } from "../record/record";
import { heldKeys, isHeld } from "../run/held-keys";
import { epochMilliseconds, type Instant, instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import { limits } from "../values/limits";
import { type Marker, mark, unmark } from "../values/marker";
import { resemblance, type Secret, sameSecret } from "../values/secret";
import type { VendorKey } from "../vendor/definition";
import { readWholeList } from "../vendor/key-lists";
import { toldByDifference } from "./difference";
import { refuseNameless } from "./nameless-key";
import { obstacleOf } from "./obstacle";
import { idOf } from "./own-word";
import { revoke } from "./revoke";
import type { Session } from "./session";
import { sayWaiting } from "./waiting";

export interface Search {
  readonly nonce: Pending["nonce"];
  /** The marker that the key bears, if the mint happened; nothing where the vendor keeps no such text. */
  readonly marker: Marker | undefined;
  /** The user's own words, which stand before the marker. */
  readonly words: string | undefined;
  /** `performance.now()` when the mint was answered or given up. */
  readonly ended: number;
  /** Keys that were there before the mint or belong to others, and when they were created. */
  readonly known: ReadonlyMap<KeyId, Instant>;
  /** The window of the mint, given the vendor's clock now. */
  readonly window: (date: Instant | undefined) => Window;
}

export type Found =
  | { readonly is: "found"; readonly by: "itself" | "value"; readonly key: FoundKey }
  | {
      readonly is: "found";
      readonly by: "difference";
      readonly key: FoundKey;
      readonly byDifference: ToldByDifference;
    }
  | StillPending;

export interface StillPending {
  readonly is: "pending";
  readonly pending: Pending;
}

/** What became of a mint whose answer was lost. */
export type WithoutAnswer = StillPending | { readonly is: "nothing"; readonly revoked?: KeyId | undefined };

/** What is known of the key: its row, or the id alone. */
export type FoundKey = Pick<VendorKey, "keyId"> & Partial<VendorKey>;

/** Finds the id of a key that an earlier run has minted, and whose value is in hand. */
export async function findMinted(session: Session, search: Search, value: Secret): Promise<Found> {
  // Whatever has failed here: the key has been minted, and lists may tell its id.
  const keyId = await idOf(session, value).catch(() => undefined);
  if (keyId && !search.known.has(keyId) && !isHeld(session.account, keyId)) {
    return { is: "found", by: "itself", key: { keyId } };
  }
  let sole: KeyId | undefined;
  return await lookThrough<Found>(session, search, async (list, named) => {
    const exact = list.keys.find((key) => key.value && sameSecret(key.value, value));
    if (exact) return { is: "found", by: "value", key: exact };
    // The clock that dates keys may differ from the vendor's `Date`: our key may lie outside the window, and a stranger's inside.
    for (const key of candidatesIn(session, search, list.keys, widened(list.window))) {
      if (resemblance(value, key.value) !== "differs") named.set(key.keyId, key);
    }
    // Our own key may not be listed yet. Only the end of the search shows all candidates.
    if (named.size > 1) return undefined;
    const [only] = named.values();
    // A key of whose value the list shows nothing may be another's. It is believed only once lists cannot lack our own key any more.
    const isValueShown = only !== undefined && resemblance(value, only.value) === "fits";
    const isTold = only && (list.isLast || isValueShown);
    const isInWindow = only !== undefined && list.window.isExact && isWithin(list.window, only.createdAt);
    const isBelieved = isTold && isInWindow && only.keyId === sole;
    if (isBelieved) {
      const byDifference = toldByDifference(only.keyId, list.keys, list.window, {
        known: search.known,
        value,
        isConfirmed: true,
      });
      return { is: "found", by: "difference", key: only, byDifference };
    }
    sole = only?.keyId;
    return undefined;
  });
}

/** Settles a mint whose answer was lost, and the key's value with it. A key that is proved ours is revoked. */
export async function settleLostAnswer(session: Session, search: Search): Promise<WithoutAnswer> {
  return await lookThrough<WithoutAnswer>(session, search, async ({ keys, window, isDated, isLast }, named) => {
    const ours = keys.filter((key) => bearsNonce(key, search) && isWithin(widened(window), key.createdAt));
    if (ours.length > 0) return await revokeProven(session, search, window, ours);
    const span = isLast && !isDated ? widenedByDay(window) : widened(window);
    // Each key that keeps the mint pending is named. Otherwise nobody could ever settle the mint.
    for (const key of suspectsIn(session, search, keys, span)) named.set(key.keyId, key);
    return isLast && named.size === 0 ? { is: "nothing" } : undefined;
  });
}

/** One key that bears the nonce is proof. Two are none: a person may have rotated the key by hand, and copied its text. */
async function revokeProven(
  session: Session,
  search: Search,
  window: Window,
  ours: VendorKey[],
): Promise<WithoutAnswer> {
  const [only, ...others] = ours;
  // nekuda lists revoked keys too. Where all of these are revoked, so is the one that the mint has made.
  if (only && ours.every(({ status }) => status === "revoked")) return { is: "nothing", revoked: only.keyId };
  if (!only || others.length > 0 || isHeld(session.account, only.keyId)) {
    return stillPending(session, search, window, ours);
  }
  try {
    if (only.status === "live") await revoke(session, { keyId: only.keyId, createdAt: only.createdAt });
    return { is: "nothing", revoked: only.keyId };
  } catch (error) {
    return stillPending(session, search, window, ours, { obstacle: obstacleOf(session, error) });
  }
}

interface List {
  readonly keys: readonly VendorKey[];
  readonly window: Window;
  /** Whether the vendor has told its clock, with this list or one before it. */
  readonly isDated: boolean;
  /** True when the list is caught up: a key that it lacks is absent. */
  readonly isLast: boolean;
}

/** The vendor's lists, two seconds apart, until an absence may be believed. At least three: one list that stalls can use up the wait. */
async function* listsOf(session: Session, search: Search): AsyncGenerator<List> {
  let told: { readonly date: Instant; readonly at: number } | undefined;
  for (let count = 1; ; count++) {
    const isLast = count > 2 && performance.now() - search.ended >= limits.absenceGraceMs;
    const list = await readWholeList(session, performance.now());
    const { keys, date } = list;
    if (date !== undefined) told = { date, at: list.read };
    // The last date that a list has told, moved on by the time since then: this list may have none.
    const clock = told && instant(epochMilliseconds(told.date) + performance.now() - told.at);
    const window = search.window(clock);
    refuseNameless(session, list, widened(window));
    yield { keys, window, isDated: told !== undefined, isLast };
    if (isLast) return;
    sayWaiting(session, search.ended + limits.absenceGraceMs - performance.now());
    await sleep(limits.listGapMs);
  }
}

/** Looks at one list after the other. A key that one list has named stays named. A mint that no list settles stays pending with these. */
async function lookThrough<Result>(
  session: Session,
  search: Search,
  look: (list: List, named: Map<KeyId, VendorKey>) => Promise<Result | undefined>,
): Promise<Result | StillPending> {
  const named = new Map<KeyId, VendorKey>();
  let window = search.window(undefined);
  try {
    for await (const list of listsOf(session, search)) {
      window = list.window;
      const result = await look(list, named);
      if (result) return result;
    }
    return stillPending(session, search, window, [...named.values()]);
  } catch (error) {
    // This includes defects of our own: after a mint, no error may lose what is known of it.
    const more = { isListed: false, obstacle: obstacleOf(session, error) };
    return stillPending(session, search, window, [...named.values()], more);
  }
}

/** The candidates: keys of the window that are new and live, not personal, not another mint's by their marker, and held by no record. */
export function candidatesIn(
  { account }: Session,
  { known, marker }: Pick<Search, "known" | "marker">,
  keys: readonly VendorKey[],
  window: Window,
): VendorKey[] {
  return keys.filter(
    (key) =>
      key.status === "live" &&
      !key.unfit &&
      isWithin(window, key.createdAt) &&
      !known.has(key.keyId) &&
      !isHeld(account, key.keyId) &&
      !(marker && bearsAnotherMarker(key, marker)),
  );
}

/**
 * The keys because of which "nothing was minted" cannot be believed. Without a marker, they are all candidates. With a marker, they are the
 * candidates whose marker was cut off, and the live keys that bear this very marker. Those may lie outside the window: the vendor's clocks
 * may differ, or somebody has copied the marker.
 */
function suspectsIn(session: Session, search: Search, keys: readonly VendorKey[], window: Window): VendorKey[] {
  const candidates = candidatesIn(session, search, keys, window);
  if (!search.marker) return candidates;
  const sent = mark(search.words, search.marker) ?? "";
  const cutOff = candidates.filter(({ markedText }) => markedText && sent.startsWith(markedText));
  return [
    ...cutOff,
    ...keys.filter((key) => key.status === "live" && bearsNonce(key, search) && !cutOff.includes(key)),
  ];
}

function bearsNonce({ markedText }: VendorKey, { marker }: Search): boolean {
  return marker !== undefined && unmark(markedText ?? "").marker?.nonce === marker.nonce;
}

function bearsAnotherMarker({ markedText }: VendorKey, { nonce }: Marker): boolean {
  const { marker } = unmark(markedText ?? "");
  return marker !== undefined && marker.nonce !== nonce;
}

/** `more` tells why this run could not settle the mint, where that is known. */
export function stillPending(
  { account }: Session,
  search: Search,
  window: Window,
  named: readonly VendorKey[],
  more: Partial<Pick<Pending, "isListed" | "obstacle">> = {},
): StillPending {
  const { nonce, marker, known } = search;
  const candidates = named.map(({ keyId }) => keyId);
  const isOfThatTime = (at: Instant) => isWithin(widened(window), at);
  const before = [...known].flatMap(([keyId, createdAt]) => (isOfThatTime(createdAt) ? [keyId] : []));
  // A later run may not have seen the siblings' records yet, and could take a sibling's key for this mint's.
  const others = [...new Set([...before, ...heldKeys(account, isOfThatTime)])];
  return {
    is: "pending",
    pending: { nonce, marked: marker !== undefined, isListed: true, ...window, candidates, others, ...more },
  };
}

/** The key that was found. What the vendor told of it takes precedence over `known`. */
export function keyOf(found: Found & { is: "found" }, known: Pick<OwnKey, "value" | "createdAt" | "trigger">): OwnKey {
  const { keyId, createdAt = known.createdAt, expiresAt, outputs = {} } = found.key;
  return {
    ...known,
    keyId,
    createdAt,
    expiresAt,
    outputs,
    byDifference: found.by === "difference" ? found.byDifference : undefined,
  };
}
