/**
 * When the next request to an account may start, once the account's vendor has answered 429.
 *
 * The pace starts at what the vendor took in the second before the 429. It quickens until the next 429, then stays near the
 * interval that was refused. Pauses between refusals double. All times are milliseconds of `performance.now()`.
 */
import { limits } from "../../values/limits";

/** The time over which vendors count requests, and in which the first pace is measured. */
const measuredMs = 1000;
/** By this share each answer shortens the interval, until a 429 comes. */
const quickening = 0.1;
/** By this share the interval after a 429 is longer than the refused one. */
const slowing = 0.1;
/** After so long without another 429, the interval is as short again as the refused one. Then it shrinks ever faster. */
const recoveryMs = 30_000;
/** A shorter interval counts as none: nobody would feel it. */
const leastIntervalMs = 5;

/** A request that was let through. */
export interface Pass {
  readonly at: number;
  /** How many slowdowns there had been. A 429 to a request from before the last slowdown tells nothing new. */
  readonly slowdowns: number;
}

export class Pace {
  /** The least time between two requests, where the vendor documents how many it takes. */
  readonly #leastMs: number;
  #intervalMs: number | undefined;
  /** The interval at which a 429 came; none while the pace still quickens. */
  #refusedMs: number | undefined;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #lastStart = Number.NEGATIVE_INFINITY;
  #slowedAt = Number.NEGATIVE_INFINITY;
  #slowdowns = 0;
  /** 429s without an answer between them. */
  #refusalsInARow = 0;
  /** After a 429 one request alone finds out whether the vendor answers again. */
  #probe: Pass | undefined;
  #answeredStarts: number[] = [];

  constructor(leastMs = 0) {
    this.#leastMs = leastMs;
  }

  /** When the next request may start; `Infinity` while the probe is under way. */
  nextStart(): number {
    if (this.#probe) return Number.POSITIVE_INFINITY;
    return Math.max(this.#pausedUntil, this.#lastStart + Math.max(this.#intervalMs ?? 0, this.#leastMs));
  }

  start(at: number): Pass {
    const pass = { at, slowdowns: this.#slowdowns };
    if (this.#refusalsInARow > 0) this.#probe = pass;
    this.#lastStart = at;
    return pass;
  }

  /** No answer came. */
  unanswered(pass: Pass): void {
    if (this.#probe === pass) this.#probe = undefined;
  }

  answered(pass: Pass, now: number): void {
    this.unanswered(pass);
    if (pass.slowdowns === this.#slowdowns && this.#refusalsInARow > 0) this.#measure();
    this.#answeredStarts = [...this.#answeredStarts.filter((at) => at > pass.at - measuredMs), pass.at];
    if (pass.slowdowns < this.#slowdowns) return;
    this.#refusalsInARow = 0;
    this.#quicken(now - this.#slowedAt);
  }

  refused(pass: Pass, now: number, retryAfterMs: number | undefined): void {
    this.unanswered(pass);
    if (retryAfterMs !== undefined) this.#pauseUntil(now + retryAfterMs);
    if (pass.slowdowns < this.#slowdowns) return;
    this.#slowdowns += 1;
    this.#slowedAt = now;
    this.#refusalsInARow += 1;
    this.#slowDown();
    this.#pauseUntil(now + this.#backoffMs(retryAfterMs));
  }

  #pauseUntil(at: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, at);
  }

  #backoffMs(retryAfterMs: number | undefined): number {
    const backoff = Math.min(limits.longestBackoffMs, limits.firstBackoffMs * 2 ** (this.#refusalsInARow - 2));
    if (this.#refusalsInARow > 1) return backoff;
    return retryAfterMs === undefined ? (this.#intervalMs ?? limits.firstBackoffMs) : 0;
  }

  /** The first pace: what the vendor took in the second before the 429. A call that was alone tells no pace. */
  #measure(): void {
    if (this.#intervalMs !== undefined) return;
    const taken = this.#answeredStarts.filter((at) => at > this.#slowedAt - measuredMs && at < this.#slowedAt);
    if (taken.length > 0) this.#intervalMs = measuredMs / taken.length;
  }

  #quicken(sinceSlowedMs: number): void {
    if (this.#intervalMs === undefined) return;
    this.#intervalMs =
      this.#refusedMs === undefined
        ? this.#intervalMs * (1 - quickening)
        : this.#refusedMs * (1 + slowing * (1 - sinceSlowedMs / recoveryMs) ** 3);
    if (this.#intervalMs >= leastIntervalMs) return;
    this.#intervalMs = undefined;
    this.#refusedMs = undefined;
  }

  #slowDown(): void {
    if (this.#intervalMs === undefined) return;
    // The first 429 while the pace quickens: the last step was one too many.
    this.#refusedMs = this.#refusedMs === undefined ? this.#intervalMs / (1 - quickening) : this.#intervalMs;
    this.#intervalMs = this.#refusedMs * (1 + slowing);
  }
}
