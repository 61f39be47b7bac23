/**
 * The lists that a vendor has told in this run: one reading serves everybody who looks in the same place.
 *
 * Never may a reading be older than the asker can believe: each says from when on it must have begun. Never may an absence be believed
 * from one reading of several pages: pages move while they are read.
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
  /** `performance.now()` when it failed. Only those who waited for it then are told so. */
  failedAt?: number;
}

/** The last reading of each place, one that failed included. */
const latest = new Map<string, Reading>();

/** A reading that began at `notBefore` (`performance.now()`) or later: one that is there, or a new one. */
export async function readList(asker: Asker, notBefore: number): Promise<KeyList> {
  const place = `${tokenNameOf(asker.account)} ${asker.api.place}`;
  const asked = performance.now();
  // Who comes while a reading is under way, and needs a younger one, shares the next with all who wait.
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

/** Readings of several pages that are asked for until two in a row agree. */
const mostReadings = 4;

/** Those that the one before has confirmed. */
const confirmed = new WeakSet<KeyList>();

/** A list that lacks no key that was there all the while. */
export async function readWholeList(asker: Asker, notBefore: number): Promise<KeyList> {
  let list = await readList(asker, notBefore);
  for (let count = 1; count <= mostReadings; count++) {
    if (list.isOfOneMoment || confirmed.has(list)) return list;
    const again = await readAgain(asker, list);
    if (idsIn(again) === idsIn(list)) confirmed.add(again);
    list = again;
  }
  throw new OutcomeUnknown("listing the keys: they change faster than their pages can be read");
}

/** The reading after each: all who want the same one confirmed share it. */
const readingsAfter = new WeakMap<KeyList, Promise<KeyList>>();

function readAgain(asker: Asker, list: KeyList): Promise<KeyList> {
  const again = readingsAfter.get(list) ?? readList(asker, performance.now());
  readingsAfter.set(list, again);
  return again;
}

function idsIn({ keys }: KeyList): string {
  return JSON.stringify(keys.map(({ keyId }) => keyId).sort());
}
