/**
 * Devin's v2 enterprise API: one method for each endpoint, in the vendor's words.
 * Source: https://docs.devin.ai/api-reference/v2/api-keys and /v2/self.
 *
 * The DELETE without an id must never be sent: it revokes every key of the enterprise.
 */
import type { KeyId } from "../core/values/key-id";
import { limits } from "../core/values/limits";
import type { Secret } from "../core/values/secret";
import type { Account } from "../core/vendor/account";
import type { AccountDefinition } from "../core/vendor/account-definition";
import { OutcomeUnknown } from "../core/vendor/call-failures";
import { Client } from "../core/vendor/http/client";
import { path } from "../core/vendor/http/path";
import type { Answer } from "../core/vendor/http/send";
import * as wire from "./wire";

export const account: AccountDefinition = {
  vendor: "devin",
  title: "Devin",
  token: { env: ["ENTERPRISE_API_KEY", "API_KEY"], config: "apiKey" },
  url: { env: ["API_URL"], config: "apiUrl", default: "https://api.devin.ai" },
  // Devin's own examples have `/v2` in their base URL, but each call adds it.
  urlProblem: ({ pathname }) =>
    /(\/api)?\/v2(\/enterprise)?\/?$/.test(pathname)
      ? "ends with a part of a call's path: leave out `/v2` and what follows"
      : undefined,
  tokenProblem: (token) =>
    token.startsWith("apk_user_")
      ? undefined
      : 'cannot manage keys: it must be the personal key of an enterprise admin, which begins with "apk_user_"',
};

export interface ListedKeys extends Answer<readonly wire.ListedKey[]> {
  /** How many requests it took. */
  readonly pages: number;
}

export class DevinApi {
  readonly #client: Client;

  constructor(account: Account) {
    this.#client = new Client(account);
  }

  createApiKey(orgId: string) {
    return this.#client.post("creating the key", path`/v2/enterprise/api-keys`, wire.created, { org_id: orgId });
  }

  revokeApiKey(keyId: KeyId) {
    return this.#client.delete(`revoking key ${keyId}`, path`/v2/enterprise/api-keys/${keyId}`, wire.revoked);
  }

  /** What Devin tells of the key that asks: the account's token, or the key with the value that is given. */
  self(value?: Secret) {
    return this.#client.get("asking whose key this is", path`/v2/enterprise/self`, wire.self, { token: value });
  }

  /**
   * All keys of an organization, or of the enterprise, in pages. Keys move between pages while others mint and revoke. A key that is
   * lost or repeated shows in the total, and then all pages are read again.
   */
  async listApiKeys(orgId?: string): Promise<ListedKeys> {
    const deadline = performance.now() + limits.listMs;
    for (let reading = 0; reading < 4; reading++) {
      const answer = await this.#readPages(orgId, deadline);
      if (answer) return answer;
    }
    throw new OutcomeUnknown("listing the keys: the pages do not add up to the total that Devin states");
  }

  async #readPages(orgId: string | undefined, deadline: number): Promise<ListedKeys | undefined> {
    const keys = new Map<string, wire.ListedKey>();
    for (let number = 1; number <= limits.listPages; number++) {
      if (performance.now() >= deadline) throw new OutcomeUnknown("listing the keys: the pages have no end in time");
      const query = { page: String(number), per_page: "100", ...(orgId === undefined ? {} : { org_id: orgId }) };
      const { value, date } = await this.#client.get("listing the keys", path`/v2/enterprise/api-keys`, wire.page, {
        query,
      });
      const before = keys.size;
      for (const key of value.items) keys.set(key.id, key);
      const isRepeated = keys.size < before + value.items.length;
      if (isRepeated || (value.hasMore && value.items.length === 0)) return undefined;
      if (!value.hasMore)
        return keys.size === value.total ? { value: [...keys.values()], date, pages: number } : undefined;
    }
    return undefined;
  }
}
