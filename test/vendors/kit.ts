/**
 * What tests know of a vendor: data alone. A test of what all vendors share goes through `kits` of index.ts, and names no vendor.
 */
import type { Emulator, Key, Place, SwitchChanges } from "../../emulator/index";
import type { KeyId } from "../../provider/core/values/key-id";
import type { Definition } from "../../provider/core/vendor/definition";
import type { MintedBy } from "../../provider/core/vendor/minted-by";
import type { Scenario } from "../promises/scenarios/scenario";
import type { Properties } from "../stack/provider-process";
import type { InputCases } from "./input-cases";
import type { Unadoptable } from "./unadoptable";

export interface VendorKit {
  readonly definition: Definition;
  readonly routes: Routes;
  /** The body of a request that mints, as a person may send it. */
  mintBody(place: Place): object;
  /** The input that says where in its account a key is; absent where an account has one place. */
  readonly placeInput?: string;
  /** True where a list may take several requests. */
  readonly areListsInPages: boolean;
  /** The vendor's own body of an error with this status. */
  errorBody(status: number, message: string): unknown;
  /** The body of a list without a key. */
  readonly emptyList: unknown;
  /** True where a list tells how many keys there are: a page that is lost or empty gives itself away. */
  readonly areKeysCounted: boolean;
  /** True where a list proves which account answers: what is done beside a key in use begins with one. */
  readonly isAccountProvedByLists: boolean;
  /** True where any token of an account proves it. Otherwise only the token that minted does, or a list that shows a key of the same minter. */
  readonly isAccountProvedByAnyToken: boolean;
  /** True where the account is told by any key in it: whether there is another than ours decides what is believed. */
  readonly isAccountToldByKeys: boolean;
  /** The inputs of a usual key, where the emulator has a place for it. */
  usual(emulator: Emulator): Properties;
  /** Other inputs, for which the usual key is replaced; the emulator has a place for them too. */
  another(emulator: Emulator): Properties;
  /** What random schedules choose from: from one to another a key is replaced or rotated, or a setting is written down. */
  readonly variants: readonly ((emulator: Emulator) => Properties)[];
  /** Choices of the vendor's switches that no client can live through, by the switch. */
  readonly unlivable: Readonly<Record<string, readonly unknown[]>>;
  /** Scenarios of the fault matrix that no other vendor has; those that all share follow from the rest of the kit. */
  readonly scenarios: readonly Scenario[];
  readonly sample: Sample;
  readonly minting: Minting;
  /** The switches with which the vendor tells a new key's id for certain, where its answer to a create does not. */
  readonly provingIds?: SwitchChanges;
  /** The fewest inputs of a key, as a program writes them; where it belongs is in the emulator's environment. */
  readonly smallest: string;
  /** Inputs as a program writes them that must not compile. */
  readonly uncompilable: readonly string[];
  readonly tokens: TokenFacts;
  /** Which texts are ids of keys, and no others. */
  readonly keyIds: RegExp;
  readonly inputCases: InputCases;
  /** The variables of a person with another account: another enterprise, another organization, another token. */
  anotherAccount(emulator: Emulator): Readonly<Record<string, string>>;
  /** What a refresh or a destroy says with that person's token. */
  readonly foreignRefusal: RegExp;
  /** The inputs of a usual key that are others in that person's account. */
  inAnotherAccount?(emulator: Emulator): Properties;
  /** Live keys, and others, that must not be adopted. */
  readonly unadoptable: readonly Unadoptable[];
  /** The variables of a new token, where tokens live for hours only. */
  freshTokens?(emulator: Emulator): Readonly<Record<string, string>>;
}

/** The requests that a key's life can send, by what they do. In their paths `:id` is a key's id, `:org` its account, `:name` its scope. */
export interface Routes {
  readonly mint: string;
  readonly list: string;
  /** Who asks; asked with a key's value, that key's id. */
  readonly self?: string;
  /** The key by its id. */
  readonly find?: string;
  readonly revoke: string;
  /** Clears away what is kept of a revoked key. */
  readonly discard?: string;
}

/** What the first up of a usual key does. */
export interface Minting {
  /** What is sent, by the routes' names. */
  readonly requests: readonly string[];
  /** The outputs beside the value, the id and the instant; an expression where the vendor chooses. */
  outputs(key: Key): Properties;
  /** What is written down of the account beside its URL. */
  mintedBy(key: Key): Omit<MintedBy, "url">;
}

/** The texts of the variables of an account. No message may quote `CANARY` in a malformed text. */
export interface TokenFacts {
  /** How the value of each key begins, where it has a form of its own. */
  readonly valueStart?: string;
  /** Of the form of a token. */
  readonly token: string;
  /** The status that a token gets which is none, or none any more. */
  readonly refusalStatus: number;
  readonly malformedTokens: readonly string[];
  readonly malformedOrgs?: readonly string[];
  /** What somebody may write behind the API's URL, and which part of it the vendor's calls have by themselves. */
  readonly pathsOfCalls?: readonly (readonly [written: string, part: string])[];
}

/** A key as tests without an emulator have it. */
export interface Sample {
  /** Whole and right. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly keyId: KeyId;
  readonly otherKeyId: KeyId;
  readonly mintedBy: MintedBy;
  /** The vendor's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Whether keys bear a marker, which proves a lost one to be ours; otherwise a new key is told by the difference of lists. */
export function isMarked({ definition }: VendorKit): boolean {
  return definition.marked !== undefined;
}

/** In place, and as a replacement; by another trigger, and by the time. The clock of schedules moves by hours. */
const rotations = [
  { trigger: "one", overlap: "30m" },
  { trigger: "two", overlap: "30m" },
  { trigger: "two" },
  { every: "2h", overlap: "90m" },
];

/** The same inputs with each way to rotate. */
export function rotating(inputs: (emulator: Emulator) => Properties): VendorKit["variants"] {
  return rotations.map((rotation) => (emulator) => ({ ...inputs(emulator), rotation }));
}
