/**
 * What Kosli's API answers, in our words. The one place where its snake_case ends.
 * Source: https://docs.kosli.com/api-reference (service accounts, API keys).
 */
import { z } from "zod";
import { KeyIdFormat } from "../core/values/key-id";
import { keyIdText, secretText, unixInstant, unixInstantOrNever } from "../core/vendor/answer-fields";

/** The vendor documents no form of its ids. */
export const keyIdFormat = new KeyIdFormat(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

const row = z.object({
  id: keyIdText(keyIdFormat),
  description: z.string().nullish(),
  created_at: unixInstant,
  expires_at: unixInstantOrNever,
  last_used_at: z.number().nullish(),
});

function toListedKey(answer: z.output<typeof row>) {
  const { id, description, created_at, expires_at, last_used_at } = answer;
  return {
    keyId: id,
    description: description ?? "",
    createdAt: created_at,
    expiresAt: expires_at,
    lastUsedAt: last_used_at ?? 0,
  };
}

export type ListedKey = ReturnType<typeof toListedKey>;

/** `GET …/api-keys/{id}`. */
export const listed = row.transform(toListedKey);

/** `GET …/api-keys`: live keys only. */
export const list = z.array(listed);

/** `POST …/api-keys`. The API answers `key`; one tutorial of the vendor reads `api_key`. */
export const created = z
  .intersection(row, z.union([z.object({ key: secretText }), z.object({ api_key: secretText })]))
  .transform((answer) => ({ ...toListedKey(answer), value: "key" in answer ? answer.key : answer.api_key }));

/** `DELETE …/api-keys/{id}`: the bare JSON string. */
export const revoked = z.literal("revoked");
