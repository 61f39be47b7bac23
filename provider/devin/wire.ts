/**
 * What Devin's v2 enterprise API answers, in our words. The one place where its snake_case ends.
 * Source: https://docs.devin.ai/api-reference/v2/api-keys and /v2/self.
 */
import { z } from "zod";
import { KeyIdFormat } from "../core/values/key-id";
import { isoInstant, secretText, shownValue } from "../core/vendor/answer-fields";
import { plainSegment } from "../core/vendor/http/path";

/** The vendor documents a string of no form. Its own example has `apk-` and 35 hex digits, other ids have 32. */
export const keyIdFormat = new KeyIdFormat(plainSegment);

/** `POST /v2/enterprise/api-keys`. It does not name the new key's id. */
export const created = z
  .object({ api_key: secretText, org_id: z.string() })
  .transform((answer) => ({ value: answer.api_key, orgId: answer.org_id }));

/** `id` may be any text: one that cannot stand in a URL must not make the whole list unreadable. */
const item = z
  .object({
    id: z.string(),
    org_id: z.string(),
    is_service_key: z.boolean(),
    created_at: isoInstant,
    api_key_value: shownValue,
  })
  .transform((row) => ({
    id: row.id,
    orgId: row.org_id,
    isServiceKey: row.is_service_key,
    createdAt: row.created_at,
    value: row.api_key_value,
  }));

export type ListedKey = z.output<typeof item>;

/** One page of `GET /v2/enterprise/api-keys`. */
export const page = z
  .object({ items: z.array(item), total: z.number().int().nonnegative(), has_more: z.boolean() })
  .transform((answer) => ({ items: answer.items, total: answer.total, hasMore: answer.has_more }));

/** `GET /v2/enterprise/self`. It may name no organization. */
export const self = z
  .object({ api_key_id: z.string(), org_id: z.string().nullish() })
  .transform((answer) => ({ keyId: keyIdFormat.read(answer.api_key_id), orgId: answer.org_id ?? undefined }));

/** `DELETE /v2/enterprise/api-keys/{api_key_id}`. */
export const revoked = z.object({ status: z.literal("success") });
