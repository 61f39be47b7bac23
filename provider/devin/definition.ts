/**
 * What is particular to Devin's service keys in a key's life.
 *
 * Devin's answer to a mint does not name the new key's id. Devin is asked for the id with the new key itself. Else core finds
 * the id by the exact value in a list, else by the difference of lists. A personal key must never be adopted or revoked.
 */
import { z } from "zod";
import type { KeyId } from "../core/values/key-id";
import type { Secret } from "../core/values/secret";
import type { Account } from "../core/vendor/account";
import { RequestRefused } from "../core/vendor/call-failures";
import type { AccountProof, Definition, KeyApi, Listing, VendorKey } from "../core/vendor/definition";
import type { MintedBy } from "../core/vendor/minted-by";
import { account, DevinApi } from "./api";
import { keyIdFormat, type ListedKey } from "./wire";

const orgIdError = 'write the id of the organization that the key is for, as "org-…": Devin\'s settings show it';

const inputs = z.object({
  /**
   * The id of the organization that the key is for, as Devin's settings show it.
   * Source: https://docs.devin.ai/api-reference/v2/api-keys.
   */
  orgId: // Devin documents no form, and its examples have both: `org-` and `org_`.
    z.string({ error: orgIdError }).regex(/^org[_-][A-Za-z0-9._-]{1,124}$/, { error: orgIdError }),
});

type Inputs = z.output<typeof inputs>;

/**
 * A service key of a Devin organization, minted with the personal key of an enterprise admin.
 *
 * Devin's keys have no expiry and no description. A change of the organization replaces the key.
 * Token: `DEVIN_ENTERPRISE_API_KEY` or `DEVIN_API_KEY` in the environment, else `devin:apiKey` in the config.
 */
export const definition: Definition<Inputs> = {
  type: "devin:ServiceApiKey",
  noun: "Devin service key",
  account,
  keyId: keyIdFormat,
  /** The key, a secret. */
  valueOutput: "apiKey",
  outputs: {},
  inputs,
  isMintUndated: true,
  placeOf: ({ orgId }) =>
    orgId === undefined ? undefined : { organization: orgId, name: `organization \`${orgId}\`` },
  connect: (account, { orgId = "" }) => new ServiceApiKeys(account, orgId),
};

class ServiceApiKeys implements KeyApi<Inputs> {
  readonly #api: DevinApi;
  readonly place: string;

  constructor(account: Account, orgId: string) {
    this.#api = new DevinApi(account);
    this.place = orgId;
  }

  async mint() {
    const { value, date } = await this.#api.createApiKey(this.place);
    return { value: { value: value.value }, date };
  }

  /** v2 has no call for one key, so the list tells of each key. */
  async list(): Promise<Listing> {
    const { value: rows, date, pages } = await this.#api.listApiKeys(this.place);
    const own = rows.filter(({ orgId }) => orgId === this.place);
    const nameless = own.filter(({ id, isServiceKey }) => isServiceKey && !keyIdFormat.read(id));
    return {
      keys: own.flatMap(toVendorKey),
      date,
      isOfOneMoment: pages === 1,
      nameless: nameless.map(({ createdAt }) => createdAt),
    };
  }

  revoke(keyId: KeyId) {
    return this.#api.revokeApiKey(keyId);
  }

  async self() {
    const { value, date } = await this.#api.self();
    return { value: { accountId: value.orgId, keyId: value.keyId }, date };
  }

  /** Devin documents that this call refuses service keys. A deployment may answer them all the same. */
  async idOf(value: Secret): Promise<KeyId | undefined> {
    try {
      const { value: self } = await this.#api.self(value);
      return self.orgId === this.place ? self.keyId : undefined;
    } catch (error) {
      // Any other refusal, as 429, says nothing of the key.
      if (error instanceof RequestRefused && [401, 403, 404].includes(error.status)) return undefined;
      throw error;
    }
  }

  /** An enterprise has no id of its own in this API. The organizations of its keys tell which one it is. */
  async proveAccount(mintedBy: MintedBy): Promise<AccountProof> {
    const { value: keys } = await this.#api.listApiKeys();
    const seen = new Set(keys.map((key) => key.orgId));
    const shows = (org: string | undefined) => org !== undefined && (org === this.place || org === mintedBy.account);
    if ([...seen].some(shows)) return { is: "same" };
    const accountId = await this.#ownOrg();
    if (accountId !== undefined && shows(accountId)) return { is: "same" };
    // A token may mint in any organization of its enterprise. Only an own organization that differs from the mint's tells another account.
    return accountId === undefined || mintedBy.account === undefined
      ? { is: "unproven" }
      : { is: "another", accountId };
  }

  /** The organization of the token, where Devin tells it. */
  async #ownOrg(): Promise<string | undefined> {
    try {
      return (await this.self()).value.accountId;
    } catch (error) {
      if (error instanceof RequestRefused && (error.status === 403 || error.status === 404)) return undefined;
      throw error;
    }
  }
}

function toVendorKey({ id, createdAt, isServiceKey, value }: ListedKey): VendorKey[] {
  const keyId = keyIdFormat.read(id);
  const unfit = isServiceKey ? undefined : "is a person's, not a service key";
  return keyId ? [{ keyId, status: "live", createdAt, unfit, value, outputs: {} }] : [];
}
