/** Points in time and spans of time, as inputs and outputs write them. No other file may read or write that form. */
import { z } from "zod";

/** RFC 3339 in UTC, whole seconds: `2027-01-31T12:00:00Z`. Two equal instants are equal texts. */
export type Instant = string & z.BRAND<"Instant">;

/** Milliseconds. Written by users as `"90d"`, `"12h"` or `"30m"`. */
export type Duration = number & z.BRAND<"Duration">;

/** The last instant of a four-digit year. Texts of later years would not sort in the order of time. */
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59);

/** A time after the year 9999 becomes its end, a time before 1970 becomes its start: no time that a vendor tells may make this throw. */
export function instant(time: Date | number): Instant {
  const whole = Math.floor(Math.max(0, Math.min(Number(time), latestMs)) / 1000) * 1000;
  return new Date(whole).toISOString().replace(".000Z", "Z") as Instant;
}

export function now(): Instant {
  return instant(Date.now());
}

export function fromEpochSeconds(seconds: number): Instant {
  return instant(seconds * 1000);
}

export function epochMilliseconds(at: Instant): number {
  return Date.parse(at);
}

export function epochSeconds(at: Instant): number {
  return Date.parse(at) / 1000;
}

export function after(at: Instant, span: Duration): Instant {
  return instant(Date.parse(at) + span);
}

/** A span in words, as "3 days", in the greatest unit of which it has two or more. Rounded, since runs come a little early or late. */
export function span(milliseconds: number): string {
  const { d, h, m } = unitMs;
  if (milliseconds >= 2 * d) return `${Math.round(milliseconds / d)} days`;
  if (milliseconds >= 2 * h) return `${Math.round(milliseconds / h)} hours`;
  return `${Math.max(0, Math.round(milliseconds / m))} minutes`;
}

/** What users write for an instant: any offset, whole seconds. */
export const instantInput = z.iso
  .datetime({
    offset: true,
    precision: 0,
    error: 'write an RFC 3339 instant with whole seconds, as "2027-01-31T12:00:00Z"',
  })
  .transform((text) => instant(Date.parse(text)));

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;
const durationError = 'write a duration with its unit, as "90d", "12h" or "30m"';

/** What users write for a duration: a whole number above 0 and its unit. */
export const durationInput = z
  .string({ error: durationError })
  .regex(/^[1-9]\d{0,5}[dhm]$/, { error: durationError })
  .transform((text) => (Number.parseInt(text, 10) * unitMs[text.at(-1) as keyof typeof unitMs]) as Duration);
