/**
 * When a mint happened, told by the vendor's clock.
 *
 * The vendor's `Date` before and after the mint tell it to the second. They are held against our stopwatch, since a proxy
 * or a wrong clock can tell anything: where they disagree the window takes in both, and is no longer exact.
 */
import { epochMilliseconds, type Instant, instant } from "./instant";
import type { Window } from "./record";

/** What is taken down around a mint; `performance.now()` for the moments. */
export interface Timing {
  readonly started: number;
  /** When it was answered, or given up. */
  readonly ended: number;
  /** The vendor's clock before the mint, where it was asked. */
  readonly before?: Instant | undefined;
  /** The vendor's clock in its answer to the mint; without an answer the mint may have happened until now. */
  readonly answered?: Instant | undefined;
}

const toleranceMs = 3_000;

/** The window, given the vendor's clock now (or, where it tells none, ours). */
export function windowOf(timing: Timing, date: Instant | undefined): Window {
  const listed = epochMilliseconds(date ?? instant(Date.now()));
  const moment = performance.now();
  // The vendor tells whole seconds: the window opens a second early and closes a second late rather than the reverse.
  const from = listed - (moment - timing.started) - 1_000;
  const until = timing.answered === undefined ? listed : listed - (moment - timing.ended) + 1_000;
  const told = { from: timing.before, until: timing.answered };
  const isExact =
    isConsistent(timing) && (date === undefined || (isNear(told.from, from) && isNear(told.until, until)));
  if (isExact) return { from: told.from ?? instant(from), until: told.until ?? instant(until), isExact };
  return { from: earlier(told.from, instant(from)), until: later(told.until, instant(until)), isExact };
}

/** Whether the vendor's two dates lie as far apart as our stopwatch says. */
function isConsistent({ before, answered, started, ended }: Timing): boolean {
  if (before === undefined || answered === undefined) return false;
  const told = epochMilliseconds(answered) - epochMilliseconds(before);
  return Math.abs(told - (ended - started)) <= toleranceMs;
}

function isNear(told: Instant | undefined, reckoned: number): boolean {
  return told === undefined || Math.abs(epochMilliseconds(told) - reckoned) <= toleranceMs;
}

function earlier(a: Instant | undefined, b: Instant): Instant {
  return a !== undefined && a < b ? a : b;
}

function later(a: Instant | undefined, b: Instant): Instant {
  return a !== undefined && a > b ? a : b;
}

export function isWithin({ from, until }: Window, at: Instant): boolean {
  return from <= at && at <= until;
}

/** A window in which no new key may be for a mint to be believed not to have happened: clocks of one vendor differ. */
export function widened({ from, until }: Window): Window {
  const byMs = 15_000;
  return {
    from: instant(epochMilliseconds(from) - byMs),
    until: instant(epochMilliseconds(until) + byMs),
    isExact: false,
  };
}
