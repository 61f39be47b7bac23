/**
 * Kosli's API of service-account keys: one method for each endpoint, in the vendor's words.
 * Source: https://docs.kosli.com/api-reference (service accounts, API keys).
 *
 * An empty name of a service account, or an empty id, must never reach a path.
 */
import { epochSeconds, type Instant } from "../core/values/instant";
import type { KeyId } from "../core/values/key-id";
import type { Secret } from "../core/values/secret";
import type { Account } from "../core/vendor/account";
import type { AccountDefinition } from "../core/vendor/account-definition";
import { Client } from "../core/vendor/http/client";
import { path } from "../core/vendor/http/path";
import * as wire from "./wire";

export const account: AccountDefinition = {
  vendor: "kosli",
  title: "Kosli",
  token: { env: ["API_TOKEN"], config: "apiToken" },
  // KOSLI_API_URL is the Terraform provider's name, KOSLI_HOST the CLI's.
  url: { env: ["API_URL", "HOST"], config: "apiUrl", default: "https://app.kosli.com/api/v2" },
  tokenProblem: (token) =>
    token.includes(",")
      ? "holds several tokens, separated by commas: write one of them, and name an account for each of the others"
      : undefined,
  org: { env: ["ORG"], config: "org", input: "org" },
  // In both of Kosli's tools the variable names the host alone.
  baseUrl: (url) => (url.pathname === "/" ? `${url.origin}/api/v2` : url.href),
};

export interface ServiceAccount {
  readonly org: string;
  readonly name: string;
}

export class KosliApi {
  readonly #client: Client;
  readonly #keys: string;

  constructor(account: Account, { org, name }: ServiceAccount) {
    this.#client = new Client(account);
    this.#keys = path`/service-accounts/${org}/${name}/api-keys`;
  }

  createApiKey(description: string, expiresAt: Instant | undefined) {
    const body = { description, ...(expiresAt ? { expires_at: epochSeconds(expiresAt) } : {}) };
    return this.#client.post("creating the key", this.#keys, wire.created, body);
  }

  /** Asked with the account's token, or with the key that has `value`. */
  listApiKeys(value?: Secret) {
    return this.#client.get("listing the keys", this.#keys, wire.list, { token: value });
  }

  /** Asked with the account's token, or with the key that has `value`. Servers older than 2026-07 lack this call. */
  getApiKey(keyId: KeyId, value?: Secret) {
    return this.#client.get("reading the key", this.#keys + path`/${keyId}`, wire.listed, { token: value });
  }

  revokeApiKey(keyId: KeyId) {
    return this.#client.delete(`revoking key ${keyId}`, this.#keys + path`/${keyId}`, wire.revoked);
  }
}
