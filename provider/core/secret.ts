/**
 * A value that must never be printed: a key or a token.
 *
 * Whatever prints, logs, compares or serializes a `Secret` sees `[secret]`. The text inside is reached by `reveal`
 * alone, and only two places may call it: the HTTP client, to authenticate, and the record, to hand the key to the
 * engine as a secret output.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { inspect } from "node:util";

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
  if (text === undefined) throw new Error("not a secret of ours");
  return text;
}

/** True when both hold the same text; takes the same time wherever they differ. */
export function sameSecret(a: Secret, b: Secret): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(secret: Secret): Buffer {
  return createHash("sha256").update(reveal(secret)).digest();
}
