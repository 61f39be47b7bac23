/**
 * What is particular to Kosli's service-account keys in a key's life.
 *
 * Kosli's own rotate call must never be used: it ends the previous key even when the answer with the new key is lost.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Defect } from "../core/values/defect";
import { after, type Duration, durationInput, type Instant, instantInput, now } from "../core/values/instant";
import type { KeyId } from "../core/values/key-id";
import { limits } from "../core/values/limits";
import { type Marker, mark } from "../core/values/marker";
import type { Secret } from "../core/values/secret";
import { type Account, orgName } from "../core/vendor/account";
import { OutcomeUnknown, RequestRefused } from "../core/vendor/call-failures";
import type { AccountProof, Definition, KeyApi, Listing, VendorKey } from "../core/vendor/definition";
import type { Answer } from "../core/vendor/http/send";
import { account, KosliApi } from "./api";
import { keyIdFormat, type ListedKey } from "./wire";

const serviceAccountError = "write the service account's name: 1 to 64 letters, digits and dashes";
const descriptionError = "write what the key is for";

const inputs = z.object({
  /** The organization's name, as Kosli's URLs show it. Default: `KOSLI_ORG` in the environment, else `kosli:org` in the config. */
  org: orgName.optional(),
  /**
   * The name of the service account that the key is for: 1 to 64 letters, digits and dashes.
   * Source: https://docs.kosli.com/api-reference (service accounts).
   */
  serviceAccount: z
    .string({ error: serviceAccountError })
    .regex(/^[a-zA-Z0-9-]{1,64}$/, { error: serviceAccountError }),
  /** What the key is for, in 1 to 224 characters, or 1 to 255 with `marker: false`. */
  description: z.string({ error: descriptionError }).trim().min(1, { error: descriptionError }),
  /**
   * When the key expires: RFC 3339 with whole seconds, as `"2027-01-31T12:00:00Z"`, in the future. Default: after 365 days, the longest life that
   * Kosli gives a key. Kosli shortens a longer life, and preview says so.
   * Another instant replaces the key, the same one in other words does not. Not together with `expiresIn`.
   * Source: https://github.com/kosli-dev/terraform-provider-kosli/blob/main/docs/resources/service_account_api_key.md (Expiry).
   */
  expiresAt: instantInput.optional(),
  /**
   * How long after its creation the key expires: `"90d"`, `"12h"` or `"30m"`. Not together with `expiresAt`, which is then an output.
   * Default and longest life: as for `expiresAt`. Another duration replaces the key, the same one in other words (`"2160h"`) does not.
   */
  expiresIn: durationInput.optional(),
});

const longestLife = (365 * 86_400_000) as Duration;

const correct = "correct `adopt.value` or `adopt.keyId`";

const redirects = new Set([301, 302, 303, 307, 308]);

type Inputs = z.output<typeof inputs>;

/**
 * A key of a Kosli service account.
 *
 * Kosli cannot change a key: a change of an input replaces it. The next `pulumi up` replaces an expired key.
 * Token: `KOSLI_API_TOKEN` in the environment, else `kosli:apiToken` in the config.
 */
export const definition: Definition<Inputs> = {
  type: "kosli:ServiceAccountApiKey",
  noun: "Kosli service-account key",
  account,
  keyId: keyIdFormat,
  /** The key, a secret. */
  valueOutput: "apiKey",
  outputs: {},
  expiry: {
    input: "expiresIn",
    /** When the key expires, RFC 3339 in UTC, whole seconds. Missing when it never expires. */
    output: "expiresAt",
    longest: longestLife,
  },
  inputs,
  // The vendor documents no limit; ours keeps a description readable in its list.
  marked: { input: "description", limit: 255, form: "long" },
  identity: ({ serviceAccount, description, expiresAt, expiresIn }) => ({
    serviceAccount,
    description,
    // With `expiresIn`, the instant is an output.
    expiresAt: expiresIn === undefined ? expiresAt : undefined,
    expiresIn: expiresIn === undefined ? undefined : String(expiresIn),
  }),
  problems: (inputs, olds) => {
    if (inputs.expiresAt && inputs.expiresIn) return { expiresIn: "write either expiresAt or expiresIn, not both" };
    if (!inputs.expiresAt || inputs.expiresAt === olds?.expiresAt || inputs.expiresAt > now()) return {};
    return { expiresAt: `${inputs.expiresAt} is past: write an instant to come, or "expiresIn" with a duration` };
  },
  placeOf: ({ serviceAccount }, org) => {
    if (serviceAccount === undefined || org === undefined) return undefined;
    return { organization: org, name: `service account \`${serviceAccount}\` in organization \`${org}\`` };
  },
  connect: (account, { serviceAccount = "" }) => new ServiceAccountApiKeys(account, serviceAccount),
};

class ServiceAccountApiKeys implements KeyApi<Inputs> {
  readonly #api: KosliApi;
  readonly place: string;

  constructor(account: Account, serviceAccount: string) {
    if (account.org === undefined) throw new Defect("a Kosli account without an organization");
    this.place = `${account.org}/${serviceAccount}`;
    this.#api = new KosliApi(account, { org: account.org, name: serviceAccount });
  }

  async mint({ description, expiresAt, expiresIn }: Inputs, marker: Marker | undefined) {
    const expiry = expiresIn === undefined ? expiresAt : after(now(), expiresIn);
    const { value: created, date } = await this.#api.createApiKey(mark(description, marker) ?? description, expiry);
    return { value: { value: created.value, key: toVendorKey(created, date) }, date };
  }

  async find(keyId: KeyId): Promise<VendorKey | undefined> {
    try {
      const { value: row, date } = await this.#row(keyId);
      return row && toVendorKey(row, date);
    } catch (error) {
      if (error instanceof RequestRefused && saysGone(error)) return undefined;
      throw error;
    }
  }

  async list(): Promise<Listing> {
    try {
      const { value, date } = await this.#api.listApiKeys();
      return { keys: value.map((key) => toVendorKey(key, date)), date, isOfOneMoment: true };
    } catch (error) {
      // When the service account is gone, so are all of its keys.
      if (error instanceof RequestRefused && saysGone(error)) return { keys: [], date: undefined, isOfOneMoment: true };
      throw error;
    }
  }

  revoke(keyId: KeyId) {
    return this.#api.revokeApiKey(keyId);
  }

  /** The path of each call names the organization, which core compares with the record. Nothing else is to be proved. */
  async proveAccount(): Promise<AccountProof> {
    return { is: "same" };
  }

  /** Kosli does not tell which key asks, but when a key was last used. A key that is used while we ask may be the run's token. */
  async mayBeToken({ keyId }: VendorKey): Promise<boolean | undefined> {
    try {
      return await this.#isUsedMeanwhile(keyId);
    } catch (error) {
      if (error instanceof RequestRefused && saysGone(error)) return undefined;
      throw error;
    }
  }

  /** Kosli does not tell which key a value belongs to. It refuses a value of no live key, and tells which key is used when a value asks. */
  async valueProblem(key: VendorKey, value: Secret): Promise<"gone" | { readonly why: string } | undefined> {
    try {
      await this.#row(key.keyId, value);
      // The value may be another key's. Then this key may still be the run's token.
      const isInUse = await this.mayBeToken(key);
      if (isInUse === undefined) return "gone";
      if (!isInUse) return undefined;
      const isUsedByValue = await this.#isUsedMeanwhile(key.keyId, value);
      if (isUsedByValue === undefined) return "gone";
      return isUsedByValue
        ? undefined
        : {
            why: `the key was used just now, but not by the value in \`adopt\`. \`adopt.value\` is the value of another key: ${correct}`,
          };
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      if (error.status === 401) return { why: `\`adopt.value\` opens no live key at Kosli: ${correct}` };
      if (error.status !== 403) throw error;
      // A key with few privileges may authenticate and still not read itself.
      const isInUse = await this.mayBeToken(key);
      if (isInUse === undefined) return "gone";
      if (!isInUse) return undefined;
      return {
        why: "the key was used just now, so it may be this run's own token: run again when nothing uses the key",
      };
    }
  }

  /** Whether the key is used between two readings, by the readings themselves or by others; `undefined` when it has gone. */
  async #isUsedMeanwhile(keyId: KeyId, value?: Secret): Promise<boolean | undefined> {
    const { value: first } = await this.#row(keyId, value);
    await sleep(limits.listGapMs);
    const { value: second } = await this.#row(keyId, value);
    return first && second && first.lastUsedAt !== second.lastUsedAt;
  }

  /** The key's row, asked for with the account's token, or with the key that has `value`. A server without that call has it in its list. */
  async #row(keyId: KeyId, value?: Secret): Promise<Answer<ListedKey | undefined>> {
    try {
      return await this.#api.getApiKey(keyId, value);
    } catch (error) {
      if (!saysNoSuchCall(error)) throw error;
    }
    const { value: rows, date } = await this.#api.listApiKeys(value);
    return { value: rows.find((row) => row.keyId === keyId), date };
  }
}

/** Whether Kosli itself says, with one of two sentences, that there is no such key. */
function saysGone(error: RequestRefused): boolean {
  return error.status === 404 && /^(Service account|API key) not found\.?$/.test(error.sentence ?? "");
}

/** A server that lacks a call redirects it to a sign-in page, or answers 404 with another sentence than for a key that is gone. */
function saysNoSuchCall(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return error.status !== undefined && redirects.has(error.status);
  if (!(error instanceof RequestRefused)) return false;
  return redirects.has(error.status) || (error.status === 404 && error.isVendorsOwn && !saysGone(error));
}

/** A key is expired only by both clocks, the vendor's and ours: either may be wrong, and an expired key is let go without a revoke. */
function toVendorKey(
  { keyId, createdAt, description: markedText, expiresAt }: ListedKey,
  date: Instant | undefined,
): VendorKey {
  const isPast = (at: Instant | undefined) => expiresAt !== undefined && at !== undefined && expiresAt <= at;
  const status = isPast(date) && isPast(now()) ? "expired" : "live";
  return { keyId, status, createdAt, markedText, expiresAt, outputs: {} };
}
