/**
 * The window of a mint: when it happened, by the vendor's clock.
 *
 * The vendor's `Date` before and after the mint tells the window to the second. But a proxy or a wrong clock can send any `Date`,
 * and the clock that dates keys may be yet another one. So the dates are compared with our stopwatch and our clock. Where they
 * disagree, the window covers them all and is not exact. Such a window must always contain the moment by our own clock: the
 * vendor's dates can agree with each other and all be wrong.
 */
import { epochMilliseconds, type Instant, instant } from "../values/instant";
import type { Window } from "./record";

/** What is noted around a mint. The numbers are `performance.now()`. */
export interface Timing {
  readonly started: number;
  /** When the mint was answered, or given up. */
  readonly ended: number;
  /** The vendor's clock before the mint, where it was asked. */
  readonly before?: Instant | undefined;
  /** The vendor's clock in its answer to the mint. Without an answer, the mint may have happened at any time until now. */
  readonly answered?: Instant | undefined;
}

/** How far the vendor's dates may lie from what our stopwatch says. */
const toleranceMs = 3_000;

/** How far the vendor's dates and our clock may be apart in an exact window. It must be less than `widened` adds. */
const clockToleranceMs = 5_000;

/** The window of a mint. `date` is the vendor's clock now. */
export function windowOf(timing: Timing, vendorNow: Instant | undefined): Window {
  const { before, answered, started, ended } = timing;
  const moment = performance.now();
  const last = answered === undefined ? moment : ended;
  // The vendor tells whole seconds, so the window opens a second early and closes a second late.
  const reckon = (told: Instant, at: number): Span => ({
    from: epochMilliseconds(told) - (at - started) - 1_000,
    until: epochMilliseconds(told) + (last - at) + 1_000,
  });
  const listed = vendorNow && reckon(vendorNow, moment);
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

/** The window with 15 s more on each side: the clocks of one vendor differ. A new key in it may be the mint's key. */
export function widened(window: Window): Window {
  return widenedBy(15_000, window);
}

/** The window with 26 h more on each side, for a vendor that tells no date: its clock may be wrong or be in another time zone. */
export function widenedByDay(window: Window): Window {
  return widenedBy(26 * 3_600_000, window);
}

function widenedBy(byMs: number, { from, until }: Window): Window {
  return {
    from: instant(epochMilliseconds(from) - byMs),
    until: instant(epochMilliseconds(until) + byMs),
    isExact: false,
  };
}

/** Extends a window by our clock, so that it also covers the same time by the vendor's clock. `date` is the vendor's clock now. */
export function extendedToVendorsClock(window: Window, date: Instant): Window {
  const ahead = epochMilliseconds(date) - Date.now();
  return {
    from: instant(epochMilliseconds(window.from) + Math.min(0, ahead)),
    until: instant(epochMilliseconds(window.until) + Math.max(0, ahead)),
    isExact: false,
  };
}
