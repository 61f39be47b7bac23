/**
 * Resend's API of keys: one method for each endpoint, in the vendor's words.
 * Source: https://resend.com/docs/api-reference/api-keys, its limit: https://resend.com/docs/api-reference/rate-limit.
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
  vendor: "resend",
  title: "Resend",
  token: { env: ["API_KEY"], config: "apiKey" },
  // The name that Resend's own SDKs read.
  url: { env: ["BASE_URL"], config: "apiUrl", default: "https://api.resend.com" },
  requestsASecond: 2,
  refusals: { invalid: 403, notAllowed: 401 },
  tokenProblem: (token) =>
    token.startsWith("re_") ? undefined : 'is no key of Resend, which begins with "re_": set one with full access',
};

export interface NewApiKey {
  readonly name: string;
  readonly permission: "full_access" | "sending_access";
  readonly domain_id?: string;
}

export interface ListedKeys extends Answer<readonly wire.ListedKey[]> {
  /** How many requests it took. */
  readonly pages: number;
}

export class ResendApi {
  readonly #client: Client;

  constructor(account: Account) {
    this.#client = new Client(account);
  }

  createApiKey(key: NewApiKey) {
    return this.#client.post("creating the key", path`/api-keys`, wire.created, key);
  }

  /** All keys, asked for with the account's token, or with the key that has `value`. Where the server answers in pages, all are read. */
  async listApiKeys(value?: Secret): Promise<ListedKeys> {
    const deadline = performance.now() + limits.listMs;
    const keys = new Map<string, wire.ListedKey>();
    let after: string | undefined;
    for (let pages = 1; pages <= limits.listPages && performance.now() < deadline; pages++) {
      const query: Record<string, string> = after === undefined ? {} : { limit: "100", after };
      const { value: page, date } = await this.#client.get("listing the keys", path`/api-keys`, wire.page, {
        query,
        token: value,
      });
      for (const key of page.keys) keys.set(key.id, key);
      if (!page.hasMore) return { value: [...keys.values()], date, pages };
      after = page.keys.at(-1)?.id;
      if (after === undefined) break;
    }
    throw new OutcomeUnknown("listing the keys: the pages have no end");
  }

  revokeApiKey(keyId: KeyId) {
    return this.#client.delete(`revoking key ${keyId}`, path`/api-keys/${keyId}`, wire.revoked);
  }
}
