/**
 * What a mint is held against afterwards: the vendor's keys and its clock before anything was sent.
 *
 * Never may this be asked for after the mint was sent, and never may the date of an earlier mint's list stand for this one's.
 */
import type { VendorKey } from "./definition";
import { RequestRefused } from "./errors/request-refused";
import type { Answer } from "./http/send";
import type { Instant } from "./instant";
import { credentialsOf, hasAsked, type Session, whoAsks } from "./session";

/** As far as they were asked for. */
export interface Baseline {
  readonly keys?: readonly VendorKey[] | undefined;
  readonly date?: Instant | undefined;
}

/** Credentials with which a new key has told its id in this run: no list needs to be read before a mint. */
const newKeysAnswer = new Set<string>();

export function markNewKeysAnswer({ account }: Session): void {
  newKeysAnswer.add(credentialsOf(account));
}

/** For a key whose id may have to be told by the difference of two lists. */
export async function baselineOfDifference(session: Session): Promise<Baseline> {
  const isFirst = !hasAsked(session);
  const { date } = await whoAsks(session);
  if (newKeysAnswer.has(credentialsOf(session.account))) return {};
  // The first mint of a run opens its window with the answer to "who asks", later ones with a list.
  if (isFirst && date) return { date };
  const list = await session.api.list();
  return { keys: list.value, date: list.date };
}

const firstLists = new Map<string, Promise<Answer<readonly VendorKey[]>>>();

/** For a key that bears a marker: one list for a place and a run, which shows what earlier runs have left behind. */
export async function baselineOfMarker({ api, account }: Session): Promise<Baseline> {
  const place = `${credentialsOf(account)} ${api.place}`;
  const earlier = firstLists.get(place);
  const listing = earlier ?? api.list();
  firstLists.set(place, listing);
  try {
    const { value: keys, date } = await listing;
    return earlier ? { keys } : { keys, date };
  } catch (error) {
    firstLists.delete(place);
    // Credentials that may create but not list find nothing left behind; any other error is to fail before it mints.
    if (error instanceof RequestRefused && error.status === 403) return {};
    throw error;
  }
}
