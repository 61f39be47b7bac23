/**
 * nekuda's API of key pairs: one method for each endpoint, in the vendor's words.
 * Source: https://docs.nekuda.ai (API keys, v2).
 *
 * The slash at the end of the collection matters: without it the API redirects, and a redirect is never followed.
 */
import { now } from "../core/values/instant";
import { readJson } from "../core/values/json";
import type { KeyId } from "../core/values/key-id";
import type { Account } from "../core/vendor/account";
import type { AccountDefinition } from "../core/vendor/account-definition";
import { unixInstant } from "../core/vendor/answer-fields";
import { Client } from "../core/vendor/http/client";
import { path } from "../core/vendor/http/path";
import * as wire from "./wire";

export const account: AccountDefinition = {
  vendor: "nekuda",
  title: "nekuda",
  token: { env: ["TOKEN"], config: "token" },
  url: { env: ["BASE_URL", "API_URL"], config: "apiUrl", default: "https://api.nekuda.ai" },
  urlProblem: ({ pathname }) =>
    /\/api\/v2(\/api-keys)?\/?$/.test(pathname)
      ? "ends with a part of a call's path: leave out `/api/v2` and what follows"
      : undefined,
  tokenProblem: (token) =>
    /^[sp]k_/.test(token)
      ? "is a key of a key pair, which manages no keys: set the token that signing in to nekuda gives"
      : undefined,
  tokenExpiry: (token) => {
    const { data: expiresAt } = unixInstant.safeParse(readClaims(token).exp);
    if (expiresAt === undefined || expiresAt > now()) return undefined;
    return `expired at ${expiresAt}: sign in to nekuda again and set the new token`;
  },
};

/** The claims of a JSON Web Token, unverified: good for early words to the user and for the principal, and for nothing else. */
export function readClaims(token: string): Record<string, unknown> {
  const claims = readJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {};
}

export interface NewApiKey {
  readonly name: string;
  readonly description?: string;
}

export class NekudaApi {
  readonly #client: Client;

  constructor(account: Account) {
    this.#client = new Client(account);
  }

  createApiKey(key: NewApiKey) {
    return this.#client.post("creating the key", path`/api/v2/api-keys/`, wire.created, key);
  }

  listApiKeys() {
    return this.#client.get("listing the keys", path`/api/v2/api-keys/`, wire.list);
  }

  getApiKey(keyId: KeyId) {
    return this.#client.get("reading the key", path`/api/v2/api-keys/${keyId}`, wire.listed);
  }

  revokeApiKey(keyId: KeyId) {
    return this.#client.put(`revoking key ${keyId}`, path`/api/v2/api-keys/${keyId}/revoke`, wire.revoked);
  }

  deleteApiKey(keyId: KeyId) {
    return this.#client.delete("deleting the key's row", path`/api/v2/api-keys/${keyId}`, wire.deleted);
  }
}
