/**
 * What became of a mint whose answer was lost, or did not name the key: looked for in the vendor's lists.
 *
 * Proof is the nonce of this very call, the exact value, or the key's own word. A difference of lists only names
 * candidates, which are never revoked; it gives an id only beside the value. Absence is believed only when the lists had
 * time to catch up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isWithin, widened, withoutClock } from "../record/mint-window";
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
import { requireNames } from "./nameless-key";
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
  /** Given the vendor's clock now. */
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
  // Whatever it was that failed: the key has been minted, and lists may tell it.
  const keyId = await idOf(session, value).catch(() => undefined);
  if (keyId && !search.known.has(keyId) && !isHeld(session.account, keyId)) {
    return { is: "found", by: "itself", key: { keyId } };
  }
  let sole: KeyId | undefined;
  return await lookThrough<Found>(session, search, async (list, named) => {
    const exact = list.keys.find((key) => key.value && sameSecret(key.value, value));
    if (exact) return { is: "found", by: "value", key: exact };
    // The vendor's `Date` may differ from the clock that dates its keys: our own may lie beside the window, and a stranger's in it.
    for (const key of candidatesIn(session, search, list.keys, widened(list.window))) {
      if (resemblance(value, key.value) !== "differs") named.set(key.keyId, key);
    }
    // Our own may be the one that is not listed yet: all that it can be is known at the end only.
    if (named.size > 1) return undefined;
    const [only] = named.values();
    // Where the list shows nothing of its value it may be another's, until our own can no longer be the one that is not listed yet.
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

/** Settles a mint whose answer, and so the value, was lost: what is proven ours is revoked. */
export async function settleLostAnswer(session: Session, search: Search): Promise<WithoutAnswer> {
  return await lookThrough<WithoutAnswer>(session, search, async ({ keys, window, isDated, isLast }, named) => {
    const ours = keys.filter((key) => bearsNonce(key, search) && isWithin(widened(window), key.createdAt));
    if (ours.length > 0) return await revokeProven(session, search, window, ours);
    const span = isLast && !isDated ? withoutClock(window) : widened(window);
    // What keeps the mint pending is named, or nobody could ever settle it.
    for (const key of suspectsIn(session, search, keys, span)) named.set(key.keyId, key);
    return isLast && named.size === 0 ? { is: "nothing" } : undefined;
  });
}

/** A copy of the marked text bears the nonce too (a person may have rotated the key by hand): two are no proof. */
async function revokeProven(
  session: Session,
  search: Search,
  window: Window,
  ours: VendorKey[],
): Promise<WithoutAnswer> {
  const [only, ...others] = ours;
  // nekuda lists what was revoked: whichever of them the mint has made has gone.
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
  /** True when a key that is lacking may be believed absent. */
  readonly isLast: boolean;
}

/** At least three of the vendor's lists, two seconds apart, until a key may be believed absent: a list that stalls can use up the wait. */
async function* listsOf(session: Session, search: Search): AsyncGenerator<List> {
  let told: { readonly date: Instant; readonly at: number } | undefined;
  for (let count = 1; ; count++) {
    const isLast = count > 2 && performance.now() - search.ended >= limits.absenceGraceMs;
    const list = await readWholeList(session, performance.now());
    const { keys, date } = list;
    if (date !== undefined) told = { date, at: list.read };
    // A list without a date: the vendor's clock has gone on since it told it.
    const clock = told && instant(epochMilliseconds(told.date) + performance.now() - told.at);
    const window = search.window(clock);
    requireNames(session, list, widened(window));
    yield { keys, window, isDated: told !== undefined, isLast };
    if (isLast) return;
    sayWaiting(session, search.ended + limits.absenceGraceMs - performance.now());
    await sleep(limits.listGapMs);
  }
}

/** Looks at one list after the other. What one has named no later one takes back; what none settles stays pending, with all of these. */
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
    // A defect of our own too: behind a mint no error may be the end of it.
    const more = { isListed: false, obstacle: obstacleOf(session, error) };
    return stillPending(session, search, window, [...named.values()], more);
  }
}

/** Keys of the window that may be the one: new, live, no person's, of no other mint, not accounted for. */
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
 * Keys that forbid to believe that nothing was minted. Where the key would bear a marker, only those whose marker was cut off, and
 * those that bear it though they were not created in the window: the vendor's clocks may differ, or somebody has copied it.
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

/** `more` has why this run could not settle the mint, where it is known. */
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
  // A later run may not have seen the records that hold them, and could take a sibling's key for this mint's.
  const others = [...new Set([...before, ...heldKeys(account, isOfThatTime)])];
  return {
    is: "pending",
    pending: { nonce, marked: marker !== undefined, isListed: true, ...window, candidates, others, ...more },
  };
}

/** The key that was found; what the vendor told of it before what is known without. */
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
