/**
 * What is particular to nekuda's key pairs in a key's life.
 *
 * A live key's row must never be deleted: nekuda does not document whether that is allowed. So a key is always revoked first.
 */
import { z } from "zod";
import type { KeyId } from "../core/values/key-id";
import { type Marker, mark } from "../core/values/marker";
import { fitsMask, reveal, type Secret } from "../core/values/secret";
import { hasAtMost } from "../core/values/text";
import type { Account } from "../core/vendor/account";
import { OutcomeUnknown, RequestRefused } from "../core/vendor/call-failures";
import type { AccountProof, Definition, KeyApi, Listing, VendorKey } from "../core/vendor/definition";
import { type MintedBy, principalOf } from "../core/vendor/minted-by";
import { account, NekudaApi, readClaims } from "./api";
import { keyIdFormat, type ListedKey } from "./wire";

const nameError = "write a name of 1 to 100 characters";
const descriptionError = "write a description as text";

const inputs = z.object({
  /**
   * The key pair's name, 1 to 100 characters.
   * Source: https://docs.nekuda.ai (API keys, v2).
   */
  name: z.string({ error: nameError }).min(1, { error: nameError }).refine(hasAtMost(100), { error: nameError }),
  /** What the key pair is for, at most 224 characters, or 255 with `marker: false`. */
  description: z.string({ error: descriptionError }).trim().optional(),
  /**
   * What becomes of the key pair when it leaves the program. `"revoke"` keeps its row at nekuda as revoked. `"delete"` revokes it and deletes
   * the row too. Default: `"revoke"`. A change sends nothing.
   */
  onDelete: z.enum(["revoke", "delete"], { error: 'write "revoke" or "delete"' }).optional(),
});

type Inputs = z.output<typeof inputs>;

/**
 * A key pair of nekuda, minted with a person's short-lived token.
 *
 * nekuda cannot change a key pair: a change of `name` or `description` replaces it.
 * Token: `NEKUDA_TOKEN` in the environment, else `nekuda:token` in the config.
 */
export const definition: Definition<Inputs> = {
  type: "nekuda:ApiKey",
  noun: "nekuda key pair",
  account,
  keyId: keyIdFormat,
  /** The private key, a secret. nekuda shows it once. */
  valueOutput: "privateKey",
  outputs: {
    /** The public key. */
    publicKey: "always",
    /** The private key as nekuda shows it in its list: a few characters of it. */
    privateKeyDisplay: "always",
    /** The id of nekuda's organization, a UUID. */
    orgId: "always",
    /** The environment that the key pair is for, where nekuda tells it. */
    environment: "sometimes",
  },
  inputs,
  deleteInputs: ["onDelete"],
  marked: { input: "description", limit: 255, form: "long" },
  identity: ({ name, description }) => ({ name, description: description || undefined }),
  connect: (account, _, { onDelete }) => new ApiKeys(account, onDelete === "delete"),
};

class ApiKeys implements KeyApi<Inputs> {
  readonly #api: NekudaApi;
  readonly place = "";
  readonly principal: string | undefined;
  readonly #deletesRows: boolean;

  constructor(account: Account, deletesRows: boolean) {
    this.#deletesRows = deletesRows;
    this.#api = new NekudaApi(account);
    this.principal = personOf(readClaims(reveal(account.token)));
  }

  async mint({ name, description }: Inputs, marker: Marker | undefined) {
    const marked = mark(description, marker);
    const { value: created, date } = await this.#api.createApiKey({ name, ...(marked ? { description: marked } : {}) });
    return { value: { value: created.value, key: toVendorKey(created) }, date };
  }

  async find(keyId: KeyId): Promise<VendorKey | undefined> {
    try {
      const { value } = await this.#api.getApiKey(keyId);
      return toVendorKey(value);
    } catch (error) {
      if (error instanceof RequestRefused && error.status === 404 && error.isVendorsOwn) return undefined;
      throw error;
    }
  }

  async list(): Promise<Listing> {
    const { value, date } = await this.#api.listApiKeys();
    return { keys: value.map(toVendorKey), date, isOfOneMoment: true };
  }

  async revoke(keyId: KeyId): Promise<void> {
    const { value: revoked } = await this.#api.revokeApiKey(keyId);
    if (revoked.id !== keyId) throw new OutcomeUnknown(`revoking key ${keyId}: the answer is about another key`);
  }

  async discard(keyId: KeyId): Promise<void> {
    if (!this.#deletesRows) return;
    try {
      await this.#api.deleteApiKey(keyId);
    } catch (error) {
      if (!(error instanceof RequestRefused && error.status === 404 && error.isVendorsOwn)) throw error;
    }
  }

  /** No call takes a private key, but nekuda shows a few of its characters, which the value must fit. */
  async valueProblem({ outputs }: VendorKey, value: Secret): Promise<{ readonly why: string } | undefined> {
    return fitsMask(value, outputs.privateKeyDisplay ?? "")
      ? undefined
      : { why: "`adopt.value` is not the value of this key: correct `adopt.value` or `adopt.keyId`" };
  }

  /** Each row names its organization. Where an account has no row, the person behind the token proves it. */
  async proveAccount(mintedBy: MintedBy): Promise<AccountProof> {
    const { value: rows } = await this.#api.listApiKeys();
    const accountId = rows[0]?.orgId;
    if (accountId !== undefined && mintedBy.account !== undefined) {
      return accountId === mintedBy.account ? { is: "same" } : { is: "another", accountId };
    }
    return { is: this.principal !== undefined && this.principal === mintedBy.principal ? "same" : "unproven" };
  }
}

/** A short name for the person and the organization behind a token. It shows neither of them. */
function personOf({ iss, sub, org_id }: Record<string, unknown>): string | undefined {
  return typeof sub === "string" ? principalOf(JSON.stringify([iss, sub, org_id])) : undefined;
}

function toVendorKey(key: ListedKey): VendorKey {
  const { publicKey, privateKeyDisplay, orgId, environment } = key;
  return {
    keyId: key.keyId,
    status: key.isRevoked ? "revoked" : "live",
    createdAt: key.createdAt,
    accountId: key.orgId,
    markedText: key.description,
    outputs: { publicKey, privateKeyDisplay, orgId, ...(environment ? { environment } : {}) },
  };
}
