/**
 * What became of a mint whose answer was lost, or did not name the key: looked for in the vendor's lists.
 *
 * Proof is the nonce of this very call, the exact value, or the key's own word. A difference of lists only names
 * candidates, which are never revoked; it gives an id only beside the value. Absence is believed only when the lists had
 * time to catch up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { VendorKey } from "./definition";
import { isOutcome } from "./errors/outcome";
import { isHeld } from "./holders";
import type { Instant } from "./instant";
import type { KeyId } from "./key-id";
import { limits } from "./limits";
import { type Marker, mark, unmark } from "./marker";
import type { Pending, Window } from "./record";
import { revoke } from "./revoke";
import { resemblance, type Secret, sameSecret } from "./secret";
import { type Session, whoAsks } from "./session";
import { anyTime, isWithin, widened } from "./window";

export interface Search {
  readonly nonce: Pending["nonce"];
  /** The marker that the key bears, if the mint happened; nothing where the vendor has no place for one. */
  readonly marker: Marker | undefined;
  /** The user's own description, which stands before the marker. */
  readonly description: string | undefined;
  /** `performance.now()` when the mint was answered or given up. */
  readonly ended: number;
  /** Keys that were there before the mint; nothing when no list was read. */
  readonly known: ReadonlySet<KeyId> | undefined;
  /** Given the vendor's clock now. */
  readonly window: (date: Instant | undefined) => Window;
}

export type Found =
  | { readonly is: "found"; readonly by: "itself" | "value"; readonly key: FoundKey }
  | { readonly is: "found"; readonly by: "difference"; readonly key: FoundKey; readonly window: Window }
  | Unsettled;

export interface Unsettled {
  readonly is: "pending";
  readonly pending: Pending;
  /** Why the lists could not be read. */
  readonly unlisted?: string | undefined;
}

export type Settled = Unsettled | { readonly is: "nothing"; readonly revoked?: KeyId | undefined };

/** What is known of the key: its row, or the id alone. */
export type FoundKey = Pick<VendorKey, "keyId"> & Partial<VendorKey>;

/** Finds the id of a key that was minted and whose value is in hand. */
export async function findMinted(session: Session, search: Search, value: Secret): Promise<Found> {
  const keyId = await idOf(session, value);
  if (keyId && !search.known?.has(keyId) && !isHeld(session.account, keyId)) {
    return { is: "found", by: "itself", key: { keyId } };
  }
  return await withLists(session, search, async (lists) => {
    let sole: KeyId | undefined;
    let last: Unsettled | undefined;
    const named = new Map<KeyId, VendorKey>();
    for await (const list of lists) {
      const exact = list.keys.find((key) => key.value && sameSecret(key.value, value));
      if (exact) return { is: "found", by: "value", key: exact };
      for (const key of candidatesIn(session, search, list.keys, list.window)) {
        if (resemblance(value, key.value) !== "differs") named.set(key.keyId, key);
      }
      const candidates = [...named.values()];
      last = unsettled(search, list.window, candidates);
      // Our own may be the one that is not listed yet: all that it can be is known at the end only.
      if (candidates.length > 1) continue;
      const [only] = candidates;
      // Where the list shows nothing of its value it may be another's, until our own can no longer be the one that is not listed yet.
      const isTold = only && (list.isLast || resemblance(value, only.value) === "fits");
      const isBelieved = isTold && only.keyId === sole && list.window.isExact;
      if (isBelieved) return { is: "found", by: "difference", key: only, window: list.window };
      sole = only?.keyId;
    }
    return last;
  });
}

/** The key's own word. A vendor that does not answer a service key is no failure: there are other ways. */
export async function idOf(session: Session, value: Secret): Promise<KeyId | undefined> {
  try {
    const keyId = await session.api.idOf?.(value);
    const self = keyId && (await whoAsks(session));
    return self && self.value.keyId === keyId ? undefined : keyId;
  } catch (error) {
    if (isOutcome(error)) return undefined;
    throw error;
  }
}

/** Settles a mint whose answer, and so the value, was lost: what is proven ours is revoked. */
export async function settleLostAnswer(session: Session, search: Search): Promise<Settled> {
  return await withLists<Settled>(session, search, async (lists) => {
    let last: Unsettled | undefined;
    // What one list has shown no later one takes back.
    const suspects = new Map<KeyId, VendorKey>();
    for await (const { keys, window, isDated, isLast } of lists) {
      const ours = keys.filter((key) => bearsNonce(key, search) && isWithin(widened(window), key.createdAt));
      if (ours.length > 0) return await revokeProven(session, search, window, ours);
      // Where the vendor tells no date, its clock may be far from any that is known: no instant speaks against a key.
      const span = isLast && !isDated ? anyTime : widened(window);
      for (const key of suspectsIn(session, search, keys, span)) suspects.set(key.keyId, key);
      if (isLast && suspects.size === 0) return { is: "nothing" };
      // What keeps the mint open is named, or nobody could ever settle it.
      last = unsettled(search, window, [...suspects.values()]);
    }
    return last;
  });
}

/** A copy of the description bears the nonce too (a person may have rotated the key by hand): two are no proof. */
async function revokeProven(session: Session, search: Search, window: Window, ours: VendorKey[]): Promise<Settled> {
  const [only, ...others] = ours;
  if (!only || others.length > 0 || isHeld(session.account, only.keyId)) return unsettled(search, window, ours);
  try {
    if (only.status === "live") await revoke(session, only.keyId);
    return { is: "nothing", revoked: only.keyId };
  } catch (error) {
    if (!isOutcome(error)) throw error;
    return { ...unsettled(search, window, ours), unlisted: error.message };
  }
}

interface List {
  readonly keys: readonly VendorKey[];
  readonly window: Window;
  /** Whether the vendor told its clock. */
  readonly isDated: boolean;
  /** True when a key that is lacking may be believed absent. */
  readonly isLast: boolean;
}

/** At least two of the vendor's lists, two seconds apart, until a key may be believed absent. */
async function* listsOf({ api }: Session, { ended, window }: Search): AsyncGenerator<List> {
  for (let count = 1; ; count++) {
    const isLast = count > 1 && performance.now() - ended >= limits.absenceGraceMs;
    const { value, date } = await api.list();
    yield { keys: value, window: window(date), isDated: date !== undefined, isLast };
    if (isLast) return;
    await sleep(limits.listGapMs);
  }
}

async function withLists<Result>(
  session: Session,
  search: Search,
  look: (lists: AsyncGenerator<List>) => Promise<Result | Unsettled | undefined>,
): Promise<Result | Unsettled> {
  const nothingListed = unsettled(search, search.window(undefined), []);
  try {
    return (await look(listsOf(session, search))) ?? nothingListed;
  } catch (error) {
    if (!isOutcome(error)) throw error;
    return { ...nothingListed, unlisted: error.message };
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
      !known?.has(key.keyId) &&
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
  const sent = mark(search.description, search.marker) ?? "";
  const cutOff = candidates.filter(({ description }) => description && sent.startsWith(description));
  return [
    ...cutOff,
    ...keys.filter((key) => key.status === "live" && bearsNonce(key, search) && !cutOff.includes(key)),
  ];
}

function bearsNonce({ description }: VendorKey, { marker }: Search): boolean {
  return marker !== undefined && unmark(description ?? "").marker?.nonce === marker.nonce;
}

function bearsAnotherMarker({ description }: VendorKey, { nonce }: Marker): boolean {
  const { marker } = unmark(description ?? "");
  return marker !== undefined && marker.nonce !== nonce;
}

function unsettled({ nonce, marker }: Search, window: Window, candidates: readonly VendorKey[]): Unsettled {
  const named = candidates.map(({ keyId }) => keyId);
  return { is: "pending", pending: { nonce, marked: marker !== undefined, ...window, candidates: named } };
}
