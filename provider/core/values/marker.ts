/**
 * The marker: what a mint leaves at the end of a key's description, so that a lost answer can be traced.
 *
 * `[pulumi:<hash>.<nonce>]`. The nonce belongs to one call: a key that bears it was minted by that call, which is proof.
 * The hash belongs to the resource (project, stack, type, name): it only names, and must never be taken for ownership.
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
}

const form = /\s?\[pulumi:([0-9a-f]{8})\.([0-9a-f]{12})\]$/;

/** Characters that a marker takes at the end of a description, the space before it included. */
export const markerLength = " [pulumi:01234567.0123456789ab]".length;

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

/** The description as it is sent: the user's own words, then the marker. */
export function mark(description: string | undefined, marker: Marker | undefined): string | undefined {
  if (!marker) return description;
  return `${description ? `${description} ` : ""}[pulumi:${marker.hash}.${marker.nonce}]`;
}

/** A vendor's description taken apart again. */
export function unmark(description: string): { description: string; marker?: Marker } {
  const found = form.exec(description);
  if (!found) return { description };
  const marker = { hash: found[1] as ResourceHash, nonce: found[2] as Nonce };
  return { description: description.slice(0, found.index), marker };
}
