/**
 * What is particular to Resend's keys in a key's life.
 *
 * Resend has no call that tells whose a token is, which account it belongs to, or one key: a list is all there is. Another account's list
 * must never make a key count as gone.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { epochMilliseconds } from "../core/values/instant";
import type { KeyId } from "../core/values/key-id";
import { limits } from "../core/values/limits";
import { type Marker, mark } from "../core/values/marker";
import { reveal, type Secret } from "../core/values/secret";
import type { Account } from "../core/vendor/account";
import { OutcomeUnknown, RequestRefused } from "../core/vendor/call-failures";
import type { Definition, KeyApi, Listing, VendorKey } from "../core/vendor/definition";
import { principalOf } from "../core/vendor/minted-by";
import { account, ResendApi } from "./api";
import { keyIdFormat, type ListedKey } from "./wire";

const nameError = "write a name";
const domainError = "write the domain's id, a UUID: the URL of its page at Resend ends with it";

const inputs = z.object({
  /**
   * The key's name, in 1 to 30 characters, or 1 to 50 with `marker: false`.
   * Source: https://resend.com/docs/api-reference/api-keys/create-api-key.
   */
  name: z.string({ error: nameError }).trim().min(1, { error: nameError }),
  /**
   * What the key may do. `"full_access"` creates, reads and deletes all that the account has. `"sending_access"` only sends emails.
   * Default: `"full_access"`.
   */
  permission: z
    .enum(["full_access", "sending_access"], { error: 'write "full_access" or "sending_access"' })
    .default("full_access"),
  /**
   * The id of the only domain that the key may send from: a UUID. It needs `permission: "sending_access"`. Default: every domain of the
   * account.
   */
  domainId: z.uuid({ error: domainError }).optional(),
});

type Inputs = z.output<typeof inputs>;

/**
 * A key of Resend, minted with another key of the account that has full access.
 *
 * Resend cannot change a key: a change of an input replaces it.
 * Token: `RESEND_API_KEY` in the environment, else `resend:apiKey` in the config.
 */
export const definition: Definition<Inputs> = {
  type: "resend:ApiKey",
  noun: "Resend key",
  account,
  keyId: keyIdFormat,
  /** The key, a secret. Resend shows it once. */
  valueOutput: "apiKey",
  outputs: {},
  inputs,
  marked: { input: "name", limit: 50, form: "short" },
  isMintUndated: true,
  problems: ({ permission, domainId }) =>
    domainId !== undefined && permission !== "sending_access"
      ? { domainId: 'only `permission: "sending_access"` takes a domain: write it too, or leave out the domain' }
      : {},
  connect: (account) => new ApiKeys(account),
};

class ApiKeys implements KeyApi<Inputs> {
  readonly #api: ResendApi;
  readonly place = "";
  readonly principal: string;

  constructor(account: Account) {
    this.#api = new ResendApi(account);
    // Resend does not tell whose the token is, so the token's hash stands for its owner.
    this.principal = principalOf(`resend ${reveal(account.token)}`);
  }

  async mint({ name, permission, domainId }: Inputs, marker: Marker | undefined) {
    const key = { name: mark(name, marker) ?? name, permission, ...(domainId ? { domain_id: domainId } : {}) };
    const { value: created, date } = await this.#api.createApiKey(key);
    const minted = { keyId: created.keyId, status: "live" as const, outputs: {} };
    return { value: { value: created.value, key: minted }, date };
  }

  async list(): Promise<Listing> {
    const { value: rows, date, pages } = await this.#api.listApiKeys();
    const nameless = rows.filter(({ id }) => !keyIdFormat.read(id));
    return {
      keys: rows.flatMap(toVendorKey),
      date,
      isOfOneMoment: pages === 1,
      nameless: nameless.map(({ createdAt }) => createdAt),
    };
  }

  async revoke(keyId: KeyId): Promise<void> {
    const { value: answer } = await this.#api.revokeApiKey(keyId);
    // A proxy before the API may answer without a body, too.
    if (answer === undefined && (await this.#row(keyId)))
      throw new OutcomeUnknown(`revoking key ${keyId}: Resend answered without a body, and still lists the key`);
  }

  /** Resend does not tell which key asks, but when a key was last used. The run's token was used just now. */
  async mayBeToken({ keyId }: VendorKey): Promise<boolean | undefined> {
    const first = await this.#row(keyId);
    if (!first || mayBeUsedNow(first)) return first && true;
    await sleep(limits.listGapMs);
    const second = await this.#row(keyId);
    return second && mayBeUsedNow(second);
  }

  /** Resend does not tell which key a value belongs to, but it refuses a value of no live key. */
  async valueProblem(_: VendorKey, value: Secret): Promise<{ readonly why: string } | undefined> {
    try {
      await this.#api.listApiKeys(value);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      if (error.status !== 401 && error.status !== 403) throw error;
      // A key that may only send is live, and is refused with 401.
      if (error.status === 403) return { why: "`adopt.value` opens no live key at Resend: correct `adopt.value`" };
    }
    return undefined;
  }

  async #row(keyId: KeyId): Promise<ListedKey | undefined> {
    return (await this.#api.listApiKeys()).value.find(({ id }) => id === keyId);
  }
}

/** How old the last use may be: vendors write uses down in batches, and late. */
const useIsToldWithinMs = 3_600_000;

/** A row that does not tell its last use (`undefined`) may be the token's. A key that was never used (`null`) is not. */
function mayBeUsedNow({ lastUsedAt }: ListedKey): boolean {
  if (lastUsedAt === undefined) return true;
  return lastUsedAt !== null && epochMilliseconds(lastUsedAt) > Date.now() - useIsToldWithinMs;
}

function toVendorKey({ id, name, createdAt }: ListedKey): VendorKey[] {
  const keyId = keyIdFormat.read(id);
  return keyId ? [{ keyId, status: "live", createdAt, markedText: name, outputs: {} }] : [];
}
