/**
 * What a vendor's folder says about its key: the whole seam between core, which knows Pulumi and HTTP but no vendor,
 * and a vendor, which knows its API but nothing of the engine.
 *
 * Never may core read a vendor's own word by a name that it knows itself: the definition names each input and output that counts.
 */
import type { z } from "zod";
import type { Duration, Instant } from "../values/instant";
import type { KeyId, KeyIdFormat } from "../values/key-id";
import type { Marker, MarkerForm } from "../values/marker";
import type { Secret } from "../values/secret";
import type { Account, AccountDefinition } from "./account";
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
  /** The text that the marker ends, as the vendor has it. */
  readonly markedText?: string | undefined;
  /** The value, where the vendor lists it. It may be a mask of it. */
  readonly value?: Secret | undefined;
  /** When it ends by itself, where it does. */
  readonly expiresAt?: Instant | undefined;
  /** The vendor's own outputs, by their names in the contract. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The key as the answer to its mint shows it. Where that tells no instant, the answer's date stands for it. */
export type MintedKey = Omit<VendorKey, "createdAt"> & Partial<Pick<VendorKey, "createdAt">>;

export interface Minted {
  readonly value: Secret;
  /** Left out where the answer does not have the key's id. */
  readonly key?: MintedKey | undefined;
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
  /** Clears away what the vendor keeps of a revoked key, where the settings that it is bound to ask for that. May be repeated. */
  discard?(keyId: KeyId): Promise<void>;
  /** A short name for the person behind the token, or for the token, where the vendor may have no other way to tell the account. */
  readonly principal?: string | undefined;
  /**
   * Tells whether the account that answers is the one in `mintedBy`; asked before an absence is believed. Left out where the vendor tells of no
   * account: the same principal, or a list that shows a key of the same minter, proves it then.
   */
  proveAccount?(mintedBy: MintedBy): Promise<AccountProof>;
  /** Who asks, where the API tells. Asked once for an account and a run. */
  self?(): Promise<Answer<Self>>;
  /** The id of the key that has this value, asked with the value itself; `undefined` when the vendor does not tell. Without it, a mint's answer must have the id. */
  idOf?(value: Secret): Promise<KeyId | undefined>;
  /** Why a value cannot be that of a key, asked before the key is adopted with it; `"gone"` when the key has gone meanwhile. */
  valueProblem?(key: VendorKey, value: Secret): Promise<"gone" | { readonly why: string } | undefined>;
  /** Whether a key may be the one that we authenticate with, where there is no `self` to ask and no value to compare; `undefined` when it has gone meanwhile. */
  mayBeToken?(key: VendorKey): Promise<boolean | undefined>;
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
  /** The output that tells when it ends, an instant; also the input that asks for an instant. */
  readonly output: string;
  /** The longest life that the vendor gives: it shortens a longer one without a word, and a key that asks for none gets it. Default: no bound. */
  readonly longest?: Duration;
}

/** The free text of a key that its marker ends. */
export interface MarkedText {
  /** The input, and the name in the identity, of the user's own words before the marker. */
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
  /** The vendor's own outputs beside its inputs, texts that a record keeps from run to run; and whether the vendor always tells them. */
  readonly outputs: Readonly<Record<string, "always" | "sometimes">>;
  /** Where keys can expire. */
  readonly expiry?: Expiry;
  /** What users write, without the inputs that all vendors share. */
  readonly inputs: z.ZodObject;
  /** Those of them that a destroy reads. A change of one is written down by an update that sends nothing. */
  readonly deleteInputs?: readonly string[];
  /**
   * Where a marker stands, which tells a new key when the answer to its mint was lost: `mint` must send it and `list` must return it, and a key
   * that bears it is ours. Left out where the vendor keeps no such text: the difference of two lists can only name keys.
   */
  readonly marked?: MarkedText;
  /** Set where the answer to a mint tells no instant: the record's is that of another clock then, until a list has told the vendor's own. */
  readonly isMintUndated?: true;
  /** A change here replaces the key. Left out where each input counts as it is written, but for the organization and `deleteInputs`. */
  identity?(inputs: Inputs): Identity;
  /** The place that requests lead to, for messages, as far as it is known: its organization, and the whole in words. */
  placeOf?(inputs: Partial<Inputs>, org: string | undefined): Place | undefined;
  /** What else is wrong with inputs, on its property. */
  problems?(inputs: Inputs, olds: Partial<Inputs> | undefined): Readonly<Record<string, string>>;
  /**
   * `identity` is that of the inputs, or the one in the record of a key that an earlier run has minted. `written` holds the inputs, as the
   * program or the record has them.
   */
  connect(account: Account, identity: Identity, written: Readonly<Record<string, unknown>>): KeyApi<Inputs>;
}

/** What inputs ask for. */
export function identityOf<Inputs extends object>(definition: Definition<Inputs>, inputs: Inputs): Identity {
  if (definition.identity) return definition.identity(inputs);
  const { account, deleteInputs = [] } = definition;
  const counting = Object.keys(definition.inputs.shape).filter(
    (input) => input !== account.org?.input && !deleteInputs.includes(input),
  );
  return Object.fromEntries(counting.map((input) => [input, (inputs as Record<string, string | undefined>)[input]]));
}
