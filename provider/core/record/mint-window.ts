/**
 * When a mint happened, told by the vendor's clock.
 *
 * The vendor's `Date` before and after the mint tell it to the second. They are held against our stopwatch and our clock, since
 * a proxy or a wrong clock can tell anything, and the clock that dates keys may be another still: where they disagree the window
 * takes in both, and is no longer exact. Never may it lack our own clock's moment: the vendor's dates agree with each other also
 * where they are all wrong.
 */
import { epochMilliseconds, type Instant, instant } from "../values/instant";
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

/** How far the vendor's dates may lie from what our stopwatch says. */
const toleranceMs = 3_000;

/** How far the vendor's dates and our clock may be apart for the window to be exact. Less than a window is widened by. */
const clockToleranceMs = 5_000;

/** The window, given the vendor's clock now. */
export function windowOf(timing: Timing, date: Instant | undefined): Window {
  const { before, answered, started, ended } = timing;
  const moment = performance.now();
  const last = answered === undefined ? moment : ended;
  // The vendor tells whole seconds: the window opens a second early and closes a second late rather than the reverse.
  const reckon = (told: Instant, at: number): Span => ({
    from: epochMilliseconds(told) - (at - started) - 1_000,
    until: epochMilliseconds(told) + (last - at) + 1_000,
  });
  const listed = date && reckon(date, moment);
  const own = reckon(instant(Date.now()), moment);
  if (before && answered) {
    const agrees = ({ from, until }: Span, withinMs: number) =>
      isNear(before, from, withinMs) && isNear(answered, until, withinMs);
    const isConsistent = isNear(answered, epochMilliseconds(before) + ended - started, toleranceMs);
    const isExact = isConsistent && agrees(own, clockToleranceMs) && (!listed || agrees(listed, toleranceMs));
    if (isExact) return { from: before, until: answered, isExact };
  }
  const told = [before && reckon(before, started), answered && reckon(answered, ended), listed, own].filter(
    (span) => span !== undefined,
  );
  return {
    from: instant(Math.min(...told.map((span) => span.from))),
    until: instant(Math.max(...told.map((span) => span.until))),
    isExact: false,
  };
}

interface Span {
  readonly from: number;
  readonly until: number;
}

function isNear(told: Instant, reckoned: number, withinMs: number): boolean {
  return Math.abs(epochMilliseconds(told) - reckoned) <= withinMs;
}

export function isWithin({ from, until }: Window, at: Instant): boolean {
  return from <= at && at <= until;
}

/** A window in which no new key may be for a mint to be believed not to have happened: clocks of one vendor differ. */
export function widened(window: Window): Window {
  return widenedBy(15_000, window);
}

/** The same for a vendor that tells no date: its clock may be wrong, or tell another zone's time, but not another day's. */
export function withoutClock(window: Window): Window {
  return widenedBy(26 * 3_600_000, window);
}

function widenedBy(byMs: number, { from, until }: Window): Window {
  return {
    from: instant(epochMilliseconds(from) - byMs),
    until: instant(epochMilliseconds(until) + byMs),
    isExact: false,
  };
}

/** A window that was told by our clock, also where it lies by the vendor's, given the vendor's clock now. */
export function alsoByVendorsClock(window: Window, date: Instant): Window {
  const ahead = epochMilliseconds(date) - Date.now();
  return {
    from: instant(epochMilliseconds(window.from) + Math.min(0, ahead)),
    until: instant(epochMilliseconds(window.until) + Math.max(0, ahead)),
    isExact: false,
  };
}
