/**
 * What nekuda's API answers, in our words. The one place where its snake_case ends.
 * Source: https://docs.nekuda.ai (API keys, v2).
 */
import { z } from "zod";
import { KeyIdFormat } from "../core/values/key-id";
import { isoInstant, keyIdText, secretText } from "../core/vendor/answer-fields";

/** The vendor documents no form of its ids. It documents what keys' values begin with: such a text is no id. */
export const keyIdFormat = new KeyIdFormat(/^(?![sp]k_)[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

const row = z.object({
  id: keyIdText(keyIdFormat),
  org_id: z.string(),
  name: z.string(),
  public_key: z.string(),
  private_key_display: z.string(),
  created_at: isoInstant,
  description: z.string().nullish(),
  is_revoked: z.boolean().default(false),
  environment: z.string().nullish(),
});

function toListedKey(answer: z.output<typeof row>) {
  return {
    keyId: answer.id,
    orgId: answer.org_id,
    publicKey: answer.public_key,
    privateKeyDisplay: answer.private_key_display,
    createdAt: answer.created_at,
    description: answer.description ?? "",
    isRevoked: answer.is_revoked,
    environment: answer.environment ?? undefined,
  };
}

export type ListedKey = ReturnType<typeof toListedKey>;

/** `GET /api/v2/api-keys/{id}`. */
export const listed = row.transform(toListedKey);

/** `GET /api/v2/api-keys/`: no paging, revoked rows included. */
export const list = z.array(listed);

/** `POST /api/v2/api-keys/`: the only answer that ever holds the private key. */
export const created = row
  .extend({ private_key: secretText })
  .transform((answer) => ({ ...toListedKey(answer), value: answer.private_key }));

/** `PUT /api/v2/api-keys/{id}/revoke`. */
export const revoked = z.object({ id: z.string(), is_revoked: z.literal(true) });

/** `DELETE /api/v2/api-keys/{id}`: the body may be empty, its form is not documented. */
export const deleted = z.unknown();
