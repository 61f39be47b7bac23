/**
 * What a vendor's folder says about its key: the whole seam between core, which knows Pulumi and HTTP but no vendor,
 * and a vendor, which knows its API but nothing of the engine.
 *
 * Core reads two of a vendor's own words by their names: the input `org`, and `description` in the identity, which stands before the
 * marker. What means the same must be called so.
 */
import type { z } from "zod";
import type { Instant } from "../values/instant";
import type { KeyId, KeyIdFormat } from "../values/key-id";
import type { Marker } from "../values/marker";
import type { Secret } from "../values/secret";
import type { Account, AccountSettings } from "./account";
import type { Answer } from "./http/send";
import type { MintedBy } from "./minted-by";

/** A key as the vendor lists it. */
export interface VendorKey {
  readonly keyId: KeyId;
  readonly status: "live" | "revoked" | "expired";
  readonly createdAt: Instant;
  /** The account's own id, where the vendor tells it with each key. */
  readonly owner?: string | undefined;
  /** Why this key must not be managed as a resource (it is a person's), as the end of "key … ". */
  readonly unfit?: string | undefined;
  /** The key's description as the vendor has it, the marker included. */
  readonly description?: string | undefined;
  /** The value, where the vendor lists it. It may be a mask of it. */
  readonly value?: Secret | undefined;
  /** When it ends by itself, where it does. */
  readonly expiresAt?: Instant | undefined;
  /** The vendor's own outputs, by their names in the contract. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface Minted {
  readonly value: Secret;
  /** The key's row; not every vendor's answer to a create has one. Where it has the id and no instant of creation, the answer's date stands for that. */
  readonly key?: VendorKey | undefined;
}

/** The keys of a place, by one reading of the vendor's list. */
export interface Listing {
  readonly keys: readonly VendorKey[];
  /** The vendor's clock, where it told. */
  readonly date: Instant | undefined;
  /** False where the list came in several requests: keys may have come and gone between them. */
  readonly isOfOneMoment: boolean;
  /** When those keys were created that nothing can be done about, since their id cannot stand in a URL. */
  readonly nameless?: readonly Instant[];
}

/** Who asks: the identity behind the account's token. */
export interface Self {
  readonly owner?: string | undefined;
  /** The id of the key that we authenticate with, which must never be revoked. */
  readonly keyId?: KeyId | undefined;
}

/** Whether the account that answers is the one that minted a key. */
export type AccountProof = { readonly is: "same" | "unproven" } | { readonly is: "another"; readonly owner: string };

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
  /** Clears away what the vendor keeps of a revoked key, where the settings that it is bound to ask for that. May be repeated. */
  discard?(keyId: KeyId): Promise<void>;
  /** A short name for the person behind the token, where the vendor may have no other way to tell the account. */
  readonly principal?: string | undefined;
  /** Tells whether the account that answers is the one in `mintedBy`; asked before an absence is believed. */
  proveAccount(mintedBy: MintedBy): Promise<AccountProof>;
  /** Who asks, where the API tells. Asked once for an account and a run. */
  self?(): Promise<Answer<Self>>;
  /** The id of the key that has this value, asked with the value itself; `undefined` when the vendor does not tell. Without it, a mint's answer must have the id. */
  idOf?(value: Secret): Promise<KeyId | undefined>;
  /** Why a value cannot be that of a key, asked before the key is adopted with it; `"gone"` when the key has gone meanwhile. */
  valueFault?(key: VendorKey, value: Secret): Promise<"gone" | { readonly why: string } | undefined>;
  /** Whether a key may be the one that we authenticate with, where there is no `self` to ask and no value to compare; `undefined` when it has gone meanwhile. */
  mayBeLogin?(key: VendorKey): Promise<boolean | undefined>;
}

/** The inputs of which no vendor can change any, in words of which equal meanings are equal. */
export type Identity = Readonly<Record<string, string | undefined>>;

/** As `acme` and "service account `ci` in organization `acme`". */
export interface Place {
  readonly organization: string;
  readonly name: string;
}

/** The names of an expiry in the contract. */
export interface Expiry {
  /** The input that asks how long a key lives, a duration. */
  readonly input: string;
  /** The output that tells when it ends, an instant. */
  readonly output: string;
}

export interface Definition<Inputs extends object = object> {
  /** The type, as `devin:ServiceApiKey`. */
  readonly type: string;
  /** The key in the vendor's words, for messages: `Devin service key`. */
  readonly noun: string;
  readonly account: AccountSettings;
  readonly keyId: KeyIdFormat;
  /** The output that holds the key's value. */
  readonly valueOutput: string;
  /** The vendor's own outputs beside its inputs, which a record keeps from run to run. */
  readonly outputs: readonly string[];
  /** Where keys can expire. */
  readonly expiry?: Expiry;
  /** What users write, without the inputs that all vendors share. */
  readonly inputs: z.ZodObject;
  /** Those of them that a destroy reads. A change of one is written down by an update that sends nothing. */
  readonly deleteInputs?: readonly string[];
  /**
   * What tells a new key when the answer to its mint was lost. A `marker` is written into the key's description, which `mint` must send and
   * `list` must return: a key that bears it is ours. Where the vendor has no place for one, the `difference` of lists can only name keys.
   */
  readonly recognizedBy: "marker" | "difference";
  /** A difference here replaces the key. */
  identity(inputs: Inputs): Identity;
  /** The place that requests lead to, for messages, as far as it is known: its organization, and the whole in words. */
  placeOf?(inputs: Partial<Inputs>, org: string | undefined): Place | undefined;
  /** What else is wrong with inputs, on its property. */
  faults?(inputs: Inputs, olds: Partial<Inputs> | undefined): Readonly<Record<string, string>>;
  /** `identity` is that of the inputs, or the one in the record of a key that an earlier run has minted. */
  connect(account: Account, identity: Identity, settings: Readonly<Record<string, unknown>>): KeyApi<Inputs>;
}
