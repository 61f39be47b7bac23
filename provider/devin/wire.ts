/**
 * What Devin's v2 enterprise API answers, in our words. The one place where its snake_case ends.
 * Source: https://docs.devin.ai/enterprise-api (API keys).
 */
import { z } from "zod";
import { isoInstant, secretText } from "../core/answers";
import { KeyIdFormat } from "../core/key-id";
import { Secret } from "../core/secret";

export const keyIdFormat = new KeyIdFormat(/^apk-[0-9a-f]{32}$/);

/** `POST /v2/enterprise/api-keys`. It does not name the new key's id. */
export const created = z
  .object({ api_key: secretText, org_id: z.string() })
  .transform((answer) => ({ value: answer.api_key, orgId: answer.org_id }));

/** The whole value or a mask of it, whose form is not documented: it is compared and never sent, so any text may be one. */
const shownValue = z.string().transform((text) => new Secret(text));

/** The form of a personal key's id is not documented: one that is no service key's must not spoil the list. */
const item = z
  .object({
    id: z.string(),
    org_id: z.string(),
    is_service_key: z.boolean(),
    created_at: isoInstant,
    api_key_value: shownValue.nullish(),
  })
  .transform((row) => ({
    id: row.id,
    orgId: row.org_id,
    isServiceKey: row.is_service_key,
    createdAt: row.created_at,
    value: row.api_key_value ?? undefined,
  }));

export type ListedKey = z.output<typeof item>;

/** One page of `GET /v2/enterprise/api-keys`. */
export const page = z
  .object({ items: z.array(item), total: z.number().int().nonnegative(), has_more: z.boolean() })
  .transform((answer) => ({ items: answer.items, total: answer.total, hasMore: answer.has_more }));

/** `GET /v2/enterprise/self`. */
export const self = z
  .object({ api_key_id: z.string(), org_id: z.string() })
  .transform((answer) => ({ keyId: keyIdFormat.read(answer.api_key_id), orgId: answer.org_id }));

/** `DELETE /v2/enterprise/api-keys/{api_key_id}`. */
export const revoked = z.object({ status: z.literal("success") });
