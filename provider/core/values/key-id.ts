/**
 * A vendor's id of a key, and the only way to put one into a URL.
 *
 * An id that does not match its vendor's allow-list must never reach the wire. With `.` as the id, the path would be that of
 * the collection, and a DELETE there revokes every key of a Devin enterprise.
 */
import type { z } from "zod";

export type KeyId = string & z.BRAND<"KeyId">;

/** An allow-list of ids; reading through it is the only way to a `KeyId`. */
export class KeyIdFormat {
  readonly #pattern: RegExp;

  constructor(pattern: RegExp) {
    this.#pattern = pattern;
  }

  /** The id, or nothing when the text is not one of this vendor's. */
  read(text: unknown): KeyId | undefined {
    return typeof text === "string" && this.#pattern.test(text) ? (text as KeyId) : undefined;
  }
}
