/**
 * Which failed attempts undici's retry interceptor repeats, and when.
 *
 * A mint that may have happened must never be repeated: it is repeated only if it never left. The gate alone repeats after a 429.
 */
import type { RetryHandler } from "undici";
import { limits } from "../../values/limits";
import { isLasting } from "./failures";
import type { Transmission } from "./whole-answer";

/** `freely`: reads and revokes by id. `when-unsent`: mints. */
export type Repetition = "freely" | "when-unsent";

const passing = new Set([408, 409, 425, 500, 502, 503, 504]);

/** Undici's retry options for one call that must end at `deadline` (milliseconds of `performance.now()`). */
export function repetitionOptions(
  repetition: Repetition,
  deadline: number,
  transmission: Transmission,
): RetryHandler.RetryOptions {
  return {
    throwOnError: false,
    retry: (error, { state }, done) => {
      const wait = waitBefore(error as Failure, state.counter, repetition === "freely" || !transmission.hasBegun);
      if (wait === undefined || performance.now() + wait >= deadline) return void done(error);
      return void setTimeout(() => done(null), wait);
    },
  };
}

interface Failure extends Error {
  statusCode?: number;
  headers?: Record<string, string | string[] | undefined>;
}

/** Milliseconds until the attempt may be made again; nothing when it may not. */
function waitBefore(error: Failure, attempt: number, isHarmless: boolean): number | undefined {
  if (attempt > limits.repetitions || error.name === "AbortError" || error.name === "TimeoutError" || isLasting(error))
    return undefined;
  if (!isHarmless || (error.statusCode !== undefined && !passing.has(error.statusCode))) return undefined;
  const backoff = limits.firstBackoffMs * 2 ** Math.max(0, attempt - 1);
  return retryAfterMs(error.headers?.["retry-after"]) ?? backoff / 2 + Math.random() * (backoff / 2);
}

/** Milliseconds that a Retry-After header (seconds, or a date) asks for. */
export function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text.trim() === "") return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
