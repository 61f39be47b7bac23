/**
 * What became of a mint whose answer was lost, or did not name the key.
 *
 * Proof is the nonce of this very call, the exact value, or the key's own word. A difference of lists names candidates,
 * and gives an id only beside the value. Absence is believed only when the vendor's lists had time to catch up.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { VendorKey } from "./definition";
import { OutcomeUnknown } from "./errors/outcome-unknown";
import { RequestNotSent } from "./errors/request-not-sent";
import { RequestRefused } from "./errors/request-refused";
import { isHeld } from "./holders";
import { epochMilliseconds, type Instant, instant } from "./instant";
import type { KeyId } from "./key-id";
import { limits } from "./limits";
import type { Marker, Nonce } from "./marker";
import type { Pending } from "./record";
import { revoke } from "./revoke";
import { type Secret, sameSecret } from "./secret";
import { type Session, whoAsks } from "./session";

export interface Attempt {
  readonly nonce: Nonce;
  readonly marker: Marker | undefined;
  /** `performance.now()` when the mint was about to be sent. */
  readonly started: number;
  /** The vendor's clock before the mint, where it was asked. */
  readonly from: Instant | undefined;
  /** Keys that were there before. */
  readonly known: ReadonlySet<KeyId>;
}

/** An attempt, and the span of the vendor's clock in which its key was minted if it was. */
export interface Search {
  readonly nonce: Nonce;
  readonly marked: boolean;
  readonly started: number;
  readonly known: ReadonlySet<KeyId>;
  /** The window, given the vendor's clock now. */
  readonly window: (date: Instant) => { from: Instant; until: Instant };
}

/** `date` is the vendor's clock when it answered the mint; without an answer the mint may happen until now. */
export function windowOf(attempt: Attempt, date?: Instant): Search {
  const elapsed = date && performance.now() - attempt.started;
  return {
    nonce: attempt.nonce,
    marked: attempt.marker !== undefined,
    started: attempt.started,
    known: attempt.known,
    window: (listed) => {
      const sinceStart = elapsed ?? performance.now() - attempt.started;
      const until = date ?? listed;
      // The vendor tells whole seconds: the window opens a second early rather than late.
      const from = attempt.from ?? instant(epochMilliseconds(until) - sinceStart - 1000);
      return { from, until };
    },
  };
}

export type Found =
  | { readonly is: "pending"; readonly pending: Pending }
  | { readonly is: "found"; readonly by: "itself" | "value" | "difference"; readonly key: FoundKey };

/** What is known of the key: its row, or the id alone. */
export type FoundKey = Pick<VendorKey, "keyId"> & Partial<VendorKey>;

/** Finds the id of a key that was minted and whose value is in hand. */
export async function findMinted(session: Session, search: Search, value: Secret): Promise<Found> {
  const keyId = await idOf(session, value);
  if (keyId) return { is: "found", by: "itself", key: { keyId } };
  return await searchByLists(session, search, value);
}

/** The key's own word. A vendor that does not answer a service key is no failure: there are other ways. */
export async function idOf(session: Session, value: Secret): Promise<KeyId | undefined> {
  try {
    const keyId = await session.api.idOf?.(value);
    const self = keyId && (await whoAsks(session));
    return self && self.value.keyId === keyId ? undefined : keyId;
  } catch (error) {
    if (isAnswerToACall(error)) return undefined;
    throw error;
  }
}

function isAnswerToACall(error: unknown): boolean {
  return error instanceof RequestNotSent || error instanceof RequestRefused || error instanceof OutcomeUnknown;
}

/** By the exact value, else by the only new key of the window in two lists that agree. */
async function searchByLists(session: Session, search: Search, value: Secret): Promise<Found> {
  let before: KeyId | undefined;
  let pending = pendingOf(search, instant(Date.now()), []);
  do {
    const listing = await listOrNothing(session);
    if (!listing) return { is: "pending", pending };
    const exact = listing.keys.find((key) => key.value && sameSecret(key.value, value));
    if (exact) return { is: "found", by: "value", key: exact };
    const candidates = candidatesIn(session, listing.keys, search, listing.date);
    pending = pendingOf(search, listing.date, candidates);
    const [only] = candidates;
    if (candidates.length > 1) return { is: "pending", pending };
    if (only && only.keyId === before) return { is: "found", by: "difference", key: only };
    before = only?.keyId;
    await sleep(limits.listGapMs);
  } while (performance.now() - search.started < limits.absenceGraceMs + limits.listGapMs);
  return { is: "pending", pending };
}

export type Settled =
  | { readonly is: "pending"; readonly pending: Pending }
  | { readonly is: "nothing"; readonly revoked?: KeyId | undefined };

/** Settles a mint whose answer, and so the value, was lost: what is proven ours is revoked. */
export async function settleLostAnswer(session: Session, search: Search): Promise<Settled> {
  let pending = pendingOf(search, instant(Date.now()), []);
  for (;;) {
    const mayStillAppear = performance.now() - search.started < limits.absenceGraceMs;
    const listing = await listOrNothing(session);
    if (!listing) return { is: "pending", pending };
    const ours = search.marked ? listing.keys.find((key) => key.marker?.nonce === search.nonce) : undefined;
    const candidates = candidatesIn(session, listing.keys, search, listing.date);
    pending = pendingOf(search, listing.date, candidates);
    if (ours) return await revokeProven(session, ours, pending);
    if (!mayStillAppear) {
      const isAbsent = search.marked || candidates.length === 0;
      return isAbsent ? { is: "nothing" } : { is: "pending", pending };
    }
    await sleep(limits.listGapMs);
  }
}

async function revokeProven(session: Session, ours: VendorKey, pending: Pending): Promise<Settled> {
  try {
    if (ours.status === "live") await revoke(session, ours.keyId);
    return { is: "nothing", revoked: ours.keyId };
  } catch (error) {
    if (!isAnswerToACall(error)) throw error;
    return { is: "pending", pending: { ...pending, candidates: [ours.keyId] } };
  }
}

async function listOrNothing({ api }: Session): Promise<{ keys: readonly VendorKey[]; date: Instant } | undefined> {
  try {
    const { value, date } = await api.list();
    return { keys: value, date: date ?? instant(Date.now()) };
  } catch (error) {
    if (isAnswerToACall(error)) return undefined;
    throw error;
  }
}

/** Keys that may be the one: new, live, no person's, of the window, and not accounted for by another resource. */
function candidatesIn({ account }: Session, keys: readonly VendorKey[], search: Search, date: Instant): VendorKey[] {
  const { from, until } = search.window(date);
  return keys.filter(
    ({ keyId, status, unfit, createdAt }) =>
      status === "live" &&
      !unfit &&
      createdAt >= from &&
      createdAt <= until &&
      !search.known.has(keyId) &&
      !isHeld(account, keyId),
  );
}

function pendingOf(search: Search, date: Instant, candidates: readonly VendorKey[]): Pending {
  const { nonce, marked, window } = search;
  return { nonce, marked, ...window(date), candidates: candidates.map(({ keyId }) => keyId) };
}
