/**
 * What Resend's API answers, in our words. The one place where its snake_case ends.
 * Source: https://resend.com/docs/api-reference/api-keys (create, list, delete), https://github.com/resend/resend-openapi.
 */
import { z } from "zod";
import { KeyIdFormat } from "../core/values/key-id";
import { emptyBody, isoInstant, keyIdText, secretText } from "../core/vendor/answer-fields";

/** The vendor documents UUIDs. */
export const keyIdFormat = new KeyIdFormat(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);

const row = z.object({
  // Any text: an id of another form must not make the whole list unreadable.
  id: z.string(),
  name: z.string(),
  created_at: isoInstant,
  // An unknown form counts as missing: it must not make the whole list unreadable.
  last_used_at: isoInstant.nullish().catch(undefined),
});

function toListedKey({ id, name, created_at, last_used_at }: z.output<typeof row>) {
  return { id, name, createdAt: created_at, lastUsedAt: last_used_at };
}

export type ListedKey = ReturnType<typeof toListedKey>;

/** `GET /api-keys`: without `limit` all of them. Older servers leave out `has_more`. */
export const page = z
  .object({ data: z.array(row.transform(toListedKey)), has_more: z.boolean().default(false) })
  .transform(({ data, has_more }) => ({ keys: data, hasMore: has_more }));

/** `POST /api-keys`: the only answer that ever holds the key's value. It tells no creation time. */
export const created = z
  .object({ id: keyIdText(keyIdFormat), token: secretText })
  .transform(({ id, token }) => ({ keyId: id, value: token }));

/** `DELETE /api-keys/{id}`: both forms are documented. */
export const revoked = z.union([z.object({ deleted: z.literal(true) }), emptyBody]);
