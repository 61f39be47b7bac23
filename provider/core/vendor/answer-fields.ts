/** The pieces that vendors' answers are made of, as zod reads them. A field of another form makes the answer unreadable. */
import { z } from "zod";
import { fromEpochSeconds, instant } from "../values/instant";
import type { KeyId, KeyIdFormat } from "../values/key-id";
import { Secret } from "../values/secret";

export const secretText = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .transform((text) => new Secret(text));

/** A value that a list may show whole, masked in whatever form, or not at all: no form of it makes the list unreadable. */
export const shownValue = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" && value !== "" ? new Secret(value) : undefined));

/** ISO 8601, or as PostgreSQL writes it, `2026-01-31 12:00:00.5+00`; without an offset it is UTC, as the vendors' Python servers write it. */
export const isoInstant = z
  .string()
  .transform((text) => text.replace(/^(\d{4}-\d\d-\d\d) /, "$1T").replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, "$1:00"))
  .transform((text) => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`))
  .pipe(z.number())
  .transform((time) => instant(time));

/** The last instant that JavaScript can hold; a number beyond it is no instant in seconds. */
const latestSecond = 8.64e12;

/** Unix seconds, with or without a fraction. */
export const unixInstant = z.number().positive().max(latestSecond).transform(fromEpochSeconds);

/** Unix seconds, where 0, null and absence all mean never. */
export const unixInstantOrNever = z
  .number()
  .nonnegative()
  .max(latestSecond)
  .nullish()
  .transform((seconds) => (seconds ? fromEpochSeconds(seconds) : undefined));

/** An id that matches its vendor's allow-list. */
export function keyIdText(format: KeyIdFormat) {
  return z
    .string()
    .refine((text) => format.read(text) !== undefined)
    .transform((text) => text as KeyId);
}

/** An answer without a body. A body that is there but cannot be read is refused. */
export const emptyBody = z.undefined();
