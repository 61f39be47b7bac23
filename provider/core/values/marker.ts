/**
 * The marker, which a mint writes at the end of a free text of the key. By it the key is found again when the answer was lost.
 *
 * It is `[pulumi:<hash>.<nonce>]`, or `[p:<hash>.<nonce>]` where a vendor's texts are short. The nonce belongs to one mint: it proves that
 * this mint made the key. The hash belongs to the resource (project, stack, type, name). It only names, and must never pass for proof.
 */
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

/** 8 hex digits that name a resource of a stack. */
export type ResourceHash = string & z.BRAND<"ResourceHash">;

/** 12 hex digits, drawn anew for each mint. */
export type Nonce = string & z.BRAND<"Nonce">;

export interface Marker {
  readonly hash: ResourceHash;
  readonly nonce: Nonce;
  readonly form: MarkerForm;
}

/** `short` is for texts of few characters: the same hash and nonce in base64url. */
export type MarkerForm = "long" | "short";

const forms = {
  long: {
    length: " [pulumi:01234567.0123456789ab]".length,
    pattern: /\s?\[pulumi:([0-9a-f]{8})\.([0-9a-f]{12})\]$/,
    write: ({ hash, nonce }: Marker) => `[pulumi:${hash}.${nonce}]`,
    hex: (text: string) => text,
  },
  short: {
    length: " [p:012345.01234567]".length,
    pattern: /\s?\[p:([\w-]{6})\.([\w-]{8})\]$/,
    write: ({ hash, nonce }: Marker) => `[p:${base64(hash)}.${base64(nonce)}]`,
    hex: (text: string) => Buffer.from(text, "base64url").toString("hex"),
  },
};

function base64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64url");
}

/** Characters that a marker takes at the end of a text, the space before it included. */
export function markerLength(form: MarkerForm): number {
  return forms[form].length;
}

export const resourceHashInput = z
  .string()
  .regex(/^[0-9a-f]{8}$/)
  .transform((text) => text as ResourceHash);

/** The URN holds the project, the stack, the types of the parents and of the resource, and the name. */
export function resourceHash(urn: string): ResourceHash {
  return createHash("sha256").update(urn).digest("hex").slice(0, 8) as ResourceHash;
}

export function newNonce(): Nonce {
  return randomBytes(6).toString("hex") as Nonce;
}

/** A text as it is sent: the user's own words, then the marker. */
export function mark(words: string | undefined, marker: Marker | undefined): string | undefined {
  if (!marker) return words;
  return `${words ? `${words} ` : ""}${forms[marker.form].write(marker)}`;
}

/** Takes a vendor's text apart: the user's own words, and the marker if there is one. */
export function unmark(text: string): { words: string; marker?: Marker } {
  for (const form of ["long", "short"] as const) {
    const { pattern, hex } = forms[form];
    const found = pattern.exec(text);
    if (!found) continue;
    const marker = { hash: hex(found[1] ?? "") as ResourceHash, nonce: hex(found[2] ?? "") as Nonce, form };
    return { words: text.slice(0, found.index), marker };
  }
  return { words: text };
}
