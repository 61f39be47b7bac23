/**
 * What a vendor's folder says about its keys. This is the whole seam between core, which knows Pulumi and HTTP but no vendor,
 * and a vendor, which knows its API but nothing of the engine.
 *
 * Core must never know a vendor's own input or output by name: the definition names each one that counts.
 */
import type { z } from "zod";
import type { Duration, Instant } from "../values/instant";
import type { KeyId, KeyIdFormat } from "../values/key-id";
import type { Marker, MarkerForm } from "../values/marker";
import type { Secret } from "../values/secret";
import type { Account } from "./account";
import type { AccountDefinition } from "./account-definition";
import type { Answer } from "./http/send";
import type { MintedBy } from "./minted-by";

/** A key as the vendor lists it. */
export interface VendorKey {
  readonly keyId: KeyId;
  readonly status: "live" | "revoked" | "expired";
  readonly createdAt: Instant;
  /** The account's own id, where the vendor tells it with each key. */
  readonly accountId?: string | undefined;
  /** Why this key must not be managed as a resource (it is a person's), as the end of "key … ". */
  readonly unfit?: string | undefined;
  /** The text that ends with the marker, as the vendor has it. */
  readonly markedText?: string | undefined;
  /** The value or a mask of it, where the vendor lists one. */
  readonly value?: Secret | undefined;
  /** When the key expires, if it does. */
  readonly expiresAt?: Instant | undefined;
  /** The vendor's own outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The key as the answer to its mint shows it. Where the answer tells no creation time, its `Date` counts as such. */
export type MintedKey = Omit<VendorKey, "createdAt"> & Partial<Pick<VendorKey, "createdAt">>;

export interface Minted {
  readonly value: Secret;
  /** Left out where the answer does not have the key's id. */
  readonly key?: MintedKey | undefined;
}

/** The keys of a place, by one reading of the vendor's list. */
export interface Listing {
  readonly keys: readonly VendorKey[];
  /** The vendor's clock, where the vendor told it. */
  readonly date: Instant | undefined;
  /** False where the list came in several requests: keys may have come and gone between them. */
  readonly isOfOneMoment: boolean;
  /** The creation times of keys whose id cannot stand in a URL. Nothing can be done about such keys. */
  readonly nameless?: readonly Instant[];
}

/** What the vendor tells of the token that asks. */
export interface Self {
  readonly accountId?: string | undefined;
  /** The id of the key that we authenticate with, which must never be revoked. */
  readonly keyId?: KeyId | undefined;
}

/** Whether the account that answers is the one that minted a key. */
export type AccountProof =
  | { readonly is: "same" | "unproven" }
  | { readonly is: "another"; readonly accountId: string };

/** A vendor's API, bound to one account and to the place where one resource's keys live. */
export interface KeyApi<Inputs> {
  /** Names, within the account, the place whose keys `list` lists. */
  readonly place: string;
  /** Mints. Never repeated once it may have happened. */
  mint(inputs: Inputs, marker: Marker | undefined): Promise<Answer<Minted>>;
  /** The key, or `undefined` when the vendor itself says that it has no such key. Left out where the vendor has no call for one key. */
  find?(keyId: KeyId): Promise<VendorKey | undefined>;
  /** All keys of the place, read once. */
  list(): Promise<Listing>;
  /** Revokes. May be repeated. */
  revoke(keyId: KeyId): Promise<unknown>;
  /** Clears away what the vendor keeps of a revoked key, where the inputs that `connect` was given ask for that. May be repeated. */
  discard?(keyId: KeyId): Promise<void>;
  /** A short name for the person behind the token, or for the token, where the vendor may have no other way to tell the account. */
  readonly principal?: string | undefined;
  /**
   * Tells whether the account that answers is the one in `mintedBy`. Asked before an absence is believed. Left out where the vendor tells
   * of no account: then the same principal proves it, or a list that shows a key with the same `mintedBy`.
   */
  proveAccount?(mintedBy: MintedBy): Promise<AccountProof>;
  /** Who asks, where the API tells. Asked once for an account and a run. */
  self?(): Promise<Answer<Self>>;
  /**
   * The id of the key that has this value, asked with the value itself; `undefined` when the vendor does not tell. Where this call is
   * left out, a mint's answer must have the id.
   */
  idOf?(value: Secret): Promise<KeyId | undefined>;
  /** Why a value cannot be that of a key, asked before the key is adopted with it; `"gone"` when the key has gone meanwhile. */
  valueProblem?(key: VendorKey, value: Secret): Promise<"gone" | { readonly why: string } | undefined>;
  /**
   * Whether a key may be the one that we authenticate with; `undefined` when it has gone meanwhile. Asked where there is no `self` to ask
   * and no value to compare.
   */
  mayBeToken?(key: VendorKey): Promise<boolean | undefined>;
}

/** The identity inputs, in a form in which equal meanings are equal texts. */
export type Identity = Readonly<Record<string, string | undefined>>;

/** A place in words, as `acme` and "service account `ci` in organization `acme`". */
export interface Place {
  readonly organization: string;
  readonly name: string;
}

/** The names of the input and the output for a key's expiry. */
export interface Expiry {
  /** The input that asks how long a key lives, a duration. */
  readonly input: string;
  /** The output that tells when a key expires, an instant. The input that asks for an instant has the same name. */
  readonly output: string;
  /** The longest life that the vendor gives, also to a key that asks for none. It shortens a longer one silently. Default: no bound. */
  readonly longest?: Duration;
}

/** The free text of a key that ends with its marker. */
export interface MarkedText {
  /** The name of the user's own words before the marker, as an input and in the identity. */
  readonly input: string;
  /** How many characters the vendor takes, the marker included. */
  readonly limit: number;
  readonly form: MarkerForm;
}

export interface Definition<Inputs extends object = object> {
  /** The type, as `devin:ServiceApiKey`. */
  readonly type: string;
  /** The key in the vendor's words, for messages: `Devin service key`. */
  readonly noun: string;
  readonly account: AccountDefinition;
  readonly keyId: KeyIdFormat;
  /** The output that holds the key's value. */
  readonly valueOutput: string;
  /** The vendor's own outputs that are no inputs, and whether the vendor always tells them. A record keeps these texts from run to run. */
  readonly outputs: Readonly<Record<string, "always" | "sometimes">>;
  /** Set where keys can expire. */
  readonly expiry?: Expiry;
  /** What users write, without the inputs that all vendors share. */
  readonly inputs: z.ZodObject;
  /** The inputs that a destroy reads. An update that sends nothing writes a change of one into the state. */
  readonly deleteInputs?: readonly string[];
  /**
   * Where the marker stands, by which a new key is found when the answer to its mint was lost. `mint` must send it, `list` must return
   * it, and a key that bears it is ours. Left out where the vendor keeps no such text: then the difference of two lists can only name
   * candidates.
   */
  readonly marked?: MarkedText;
  /** Set where a mint's answer tells no creation time. The record then has one by another clock, until a list tells the vendor's own. */
  readonly isMintUndated?: true;
  /** The identity of inputs: a change replaces the key. Left out where each input counts, except the organization and `deleteInputs`. */
  identity?(inputs: Inputs): Identity;
  /** The place that requests lead to, for messages, as far as it is known: its organization, and the whole in words. */
  placeOf?(inputs: Partial<Inputs>, org: string | undefined): Place | undefined;
  /** By property, what else is wrong with inputs. */
  problems?(inputs: Inputs, olds: Partial<Inputs> | undefined): Readonly<Record<string, string>>;
  /**
   * `identity` is that of the inputs, or the one on record where an earlier run has minted the key. `written` holds the inputs, as the
   * program or the record has them.
   */
  connect(account: Account, identity: Identity, written: Readonly<Record<string, unknown>>): KeyApi<Inputs>;
}

/** The identity that inputs ask for. */
export function identityOf<Inputs extends object>(definition: Definition<Inputs>, inputs: Inputs): Identity {
  if (definition.identity) return definition.identity(inputs);
  const { account, deleteInputs = [] } = definition;
  const counting = Object.keys(definition.inputs.shape).filter(
    (input) => input !== account.org?.input && !deleteInputs.includes(input),
  );
  return Object.fromEntries(counting.map((input) => [input, (inputs as Record<string, string | undefined>)[input]]));
}
