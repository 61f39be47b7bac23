/**
 * A value that must never be printed: a key or a token.
 *
 * Whatever prints, logs, compares or serializes a `Secret` sees `[secret]`. Only `reveal` gives the text inside, and few may
 * call it. The HTTP client does to authenticate, and the record does to hand the key to the engine as a secret output. A
 * vendor's folder does where only the token itself tells whose it is.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { inspect } from "node:util";
import type { z } from "zod";
import { Defect } from "./defect";

const texts = new WeakMap<Secret, string>();

export class Secret {
  constructor(text: string) {
    texts.set(this, text);
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** The text inside. Call it only where a secret leaves for the vendor or for the engine's encrypted state. */
export function reveal(secret: Secret): string {
  const text = texts.get(secret);
  if (text === undefined) throw new Defect("not a secret of ours");
  return text;
}

/** True when both hold the same text. It takes the same time wherever they differ. */
export function sameSecret(a: Secret, b: Secret): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

/** Stands for a value that is no longer kept: SHA-256, in hex. */
export type ValueHash = string & z.BRAND<"ValueHash">;

export function valueHash(secret: Secret): ValueHash {
  return digest(secret).toString("hex") as ValueHash;
}

/** Whether a value can be the one that a vendor shows masked, as `sk_test_...uLbe`. A mask of another form tells nothing. */
export function fitsMask(secret: Secret, mask: string): boolean {
  const parts = partsOf(mask);
  const text = reveal(secret);
  return !parts || (text.startsWith(parts.begin) && text.endsWith(parts.end));
}

/** So many characters at the end of a mask tell one value from another. Fewer can be alike by chance. */
const tellingLength = 4;

/** What a listed value, whole or masked, tells of a value in hand. */
export function resemblance(secret: Secret, listed: Secret | undefined): "fits" | "differs" | "tells nothing" {
  if (!listed) return "tells nothing";
  if (sameSecret(secret, listed)) return "fits";
  const [text, shown] = [reveal(secret), reveal(listed)];
  const mask = partsOf(shown);
  if (!mask) return tellsValue(listed) && shown.length === text.length ? "differs" : "tells nothing";
  if (!fitsMask(secret, shown)) return "differs";
  return mask.end.length >= tellingLength ? "fits" : "tells nothing";
}

/** Whether two values that one list shows, both masked or both whole, are certainly those of two keys. */
export function areApart(one: Secret | undefined, other: Secret | undefined): boolean {
  if (!one || !other || !tellsValue(one) || !tellsValue(other)) return false;
  const [end, otherEnd] = [partsOf(reveal(one))?.end, partsOf(reveal(other))?.end];
  if (end === undefined && otherEnd === undefined) return resemblance(one, other) === "differs";
  if (end === undefined || otherEnd === undefined) return false;
  return !end.endsWith(otherEnd) && !otherEnd.endsWith(end);
}

/** Whether what a list shows of a value tells it from others. */
function tellsValue(listed: Secret | undefined): boolean {
  if (!listed) return false;
  const shown = reveal(listed);
  const mask = partsOf(shown);
  return mask ? mask.end.length >= tellingLength : /^[\w-]+$/.test(shown) && !fills.test(shown);
}

/** One character four times in a row: it stands for hidden characters, as in `apk_xxxxxxxx`, and is hardly ever in a key. */
const fills = /(.)\1{3}/;

function partsOf(mask: string): { begin: string; end: string } | undefined {
  const [, begin, end] = /^([\w-]*)(?:\.{3,}|…|[*•]+)([\w-]*)$/.exec(mask) ?? [];
  return begin === undefined || end === undefined ? undefined : { begin, end };
}

function digest(secret: Secret): Buffer {
  return createHash("sha256").update(reveal(secret)).digest();
}
