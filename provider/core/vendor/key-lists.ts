/**
 * The lists that a vendor has told in this run: one reading serves everybody who looks in the same place.
 *
 * A reading must never be older than the asker can believe: each asker says from when on it must have begun. An absence must never be
 * believed from one reading of several pages: keys move between pages while they are read.
 */
import { exclusively } from "../values/one-at-a-time";
import { type Account, tokenNameOf } from "./account";
import { OutcomeUnknown } from "./call-failures";
import type { KeyApi, Listing } from "./definition";

/** Who looks, and where. */
export interface Asker {
  readonly account: Account;
  readonly api: Pick<KeyApi<never>, "list" | "place">;
}

/** One reading of a place's list. */
export interface KeyList extends Listing {
  /** `performance.now()` before the first request. */
  readonly begun: number;
  /** `performance.now()` when `date` was told. */
  readonly read: number;
}

interface Reading {
  readonly begun: number;
  readonly list: Promise<KeyList>;
  /** `performance.now()` when it failed. Only askers that were waiting for it then get the failure. */
  failedAt?: number;
}

/** The last reading of each place, one that failed included. */
const latest = new Map<string, Reading>();

/** A reading that began at `notBefore` (`performance.now()`) or later: one that is there, or a new one. */
export async function readList(asker: Asker, notBefore: number): Promise<KeyList> {
  const place = `${tokenNameOf(asker.account)} ${asker.api.place}`;
  const asked = performance.now();
  // An asker that needs a younger reading than the one under way shares the next one with all that wait.
  const reading = await exclusively(`list ${place}`, async () => {
    const last = latest.get(place);
    if (last && last.begun >= notBefore && (last.failedAt ?? asked) >= asked) return last;
    const next = begin(asker);
    latest.set(place, next);
    await next.list.catch(() => {
      next.failedAt = performance.now();
    });
    return next;
  });
  return await reading.list;
}

function begin({ api }: Asker): Reading {
  const begun = performance.now();
  const list = api.list().then((listing) => ({ ...listing, begun, read: performance.now() }));
  return { begun, list };
}

/** How many readings of several pages are made at most until two in a row agree. */
const mostReadings = 4;

/** The readings that agree with the one before them. */
const confirmed = new WeakSet<KeyList>();

/** A list that shows every key that was there during the whole reading. */
export async function readWholeList(asker: Asker, notBefore: number): Promise<KeyList> {
  let list = await readList(asker, notBefore);
  for (let count = 1; !list.isOfOneMoment && !confirmed.has(list); count++) {
    if (count === mostReadings) {
      throw new OutcomeUnknown("listing the keys: they change faster than their pages can be read");
    }
    const again = await readAgain(asker, list);
    if (idsIn(again) === idsIn(list)) confirmed.add(again);
    list = again;
  }
  return list;
}

/** The reading that follows each reading. All askers that want the same one confirmed share it. */
const readingsAfter = new WeakMap<KeyList, Promise<KeyList>>();

function readAgain(asker: Asker, list: KeyList): Promise<KeyList> {
  const again = readingsAfter.get(list) ?? readList(asker, performance.now());
  readingsAfter.set(list, again);
  return again;
}

function idsIn({ keys }: KeyList): string {
  return JSON.stringify(keys.map(({ keyId }) => keyId).sort());
}
