/**
 * Whether each key of a resource was minted and revoked when it had to be: by the emulator's ledger, and by the runs that took place. A
 * missed run delays a rotation or a retirement, and never doubles one.
 */
import type { Key } from "../../emulator/index";

const hourMs = 3_600_000;
/** How long a run takes at most, from its start to its last request. */
const runMs = 60_000;
/** How much times may differ: the machine's clock is read at several moments, and the provider counts in whole seconds. */
const blurMs = 2000;

type Life = Pick<Key, "createdAt" | "revokedAt">;

export interface Schedule {
  readonly everyMs: number;
  /** Undefined where keys are replaced, not rotated in place. */
  readonly overlapMs: number | undefined;
  /** When each run started, in order. */
  readonly runs: readonly number[];
  /** When the stack was destroyed: what happens to a key from then on says nothing of its rotation. */
  readonly until: number;
}

/** A sentence for each key that was minted or revoked at a wrong time, in the order of the mints. */
export function untimely(keys: readonly Life[], schedule: Schedule): string[] {
  return keys.flatMap((key, index) => {
    const next = keys[index + 1];
    return [...lateOrEarlyMint(key, next, schedule), ...(next ? lateOrEarlyEnd(key, next, schedule) : [])];
  });
}

/** How often a key is to have rotated by the end: a run up to an hour early counts. */
export function rotationsDue({ everyMs, runs: [first = 0, ...runs] }: Pick<Schedule, "everyMs" | "runs">): number {
  let [rotations, last] = [0, first];
  for (const run of runs) {
    if (run < last + everyMs - hourMs) continue;
    rotations++;
    last = run;
  }
  return rotations;
}

function lateOrEarlyMint({ createdAt }: Life, next: Life | undefined, { everyMs, runs }: Schedule): string[] {
  const due = createdAt + everyMs - hourMs;
  const latest = endOfFirst(runs, due + blurMs);
  if (!next) return Number.isFinite(latest) ? [`a key that was due at ${text(due)} did not rotate`] : [];
  const isTimely = next.createdAt >= due - blurMs && next.createdAt < latest;
  return isTimely ? [] : [`a key that was due at ${text(due)} rotated at ${text(next.createdAt)}`];
}

function lateOrEarlyEnd({ revokedAt }: Life, next: Life, { overlapMs, runs, until }: Schedule): string[] {
  const end = next.createdAt + (overlapMs ?? 0);
  // The overlap counts from when the new key comes into use, which is in the run of its mint. Without an overlap, that run revokes the
  // replaced key.
  const latest = overlapMs === undefined ? end + runMs : endOfFirst(runs, end + runMs);
  const ended = revokedAt === null || revokedAt >= until ? undefined : revokedAt;
  if (ended === undefined) {
    return latest < until ? [`a key whose time was over at ${text(end)} was never revoked`] : [];
  }
  if (ended >= end - blurMs && ended < latest) return [];
  return [`a key whose time was over at ${text(end)} was revoked at ${text(ended)}`];
}

/** When the first run that starts at `at` or later ends. Infinity if there is no such run. */
function endOfFirst(runs: readonly number[], at: number): number {
  return (runs.find((started) => started >= at) ?? Number.POSITIVE_INFINITY) + runMs;
}

const text = (at: number) => new Date(at).toISOString();
