/**
 * The baseline of a mint: the vendor's keys and clock before the mint is sent. What lists show after the mint is compared with it.
 *
 * It must never be read after the mint was sent. The date of an earlier mint's list must never stand for the date of this one's.
 */
import { doKeysTellIds, firstMintIn } from "../run/account-answers";
import type { Instant } from "../values/instant";
import { RequestRefused } from "../vendor/call-failures";
import type { VendorKey } from "../vendor/definition";
import { readList } from "../vendor/key-lists";
import { whoAsks } from "./account-proof";
import { lookAt, turnOfSecond } from "./mint-train";
import type { Session } from "./session";

/** Each part is missing where it was not asked for. */
export interface Baseline {
  readonly keys?: readonly VendorKey[] | undefined;
  readonly date?: Instant | undefined;
  /** `performance.now()` when the date was told. */
  readonly told?: number | undefined;
}

/** For a key whose id may have to be told by the difference of two lists. */
export async function baselineOfDifference(session: Session): Promise<Baseline> {
  await whoAsks(session);
  if (doKeysTellIds(session.account)) return {};
  await turnOfSecond(session);
  const list = await readList(session, performance.now());
  lookAt(session, list);
  return { keys: list.keys, date: list.date, told: list.read };
}

/** For a key that bears a marker. It takes one list for each place in a run, which shows the orphans of earlier runs. */
export async function baselineOfMarker(session: Session): Promise<Baseline> {
  const asked = performance.now();
  const since = firstMintIn(session);
  try {
    const { keys, date, begun, read } = await readList(session, since);
    return begun >= asked ? { keys, date, told: read } : { keys };
  } catch (error) {
    // A token that may mint but not list finds no orphan. Any other error must stop the run before it mints.
    if (error instanceof RequestRefused && error.status === 403) return {};
    throw error;
  }
}
