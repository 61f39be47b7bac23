/**
 * What tests know of a vendor, as data. A test of what all vendors share goes through `kits` of index.ts, and must name no vendor.
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
  /** The input that names a key's place in its account. Absent where an account has one place. */
  readonly placeInput?: string;
  /** True where a list may take several requests. */
  readonly areListsInPages: boolean;
  /** The vendor's own body of an error with this status. */
  errorBody(status: number, message: string): unknown;
  /** The body of a list without a key. */
  readonly emptyList: unknown;
  /** True where a list tells how many keys there are, so that a lost or empty page is noticed. */
  readonly areKeysCounted: boolean;
  /** True where a list proves which account answers. A run then begins with a list when a key is in use. */
  readonly isAccountProvedByLists: boolean;
  /**
   * True where any token of an account proves that account. Otherwise only the token that minted proves it, or a list with a key of the
   * same minter.
   */
  readonly isAccountProvedByAnyToken: boolean;
  /** True where any key tells which account it is in. A run then believes more if the account also has a key that is not ours. */
  readonly isAccountToldByKeys: boolean;
  /** The inputs of a usual key, where the emulator has a place for it. */
  usual(emulator: Emulator): Properties;
  /** Other inputs, for which the usual key is replaced; the emulator has a place for them too. */
  another(emulator: Emulator): Properties;
  /** The inputs that random schedules choose from. A change from one to another replaces or rotates the key, or changes a setting. */
  readonly variants: readonly ((emulator: Emulator) => Properties)[];
  /** By switch, the choices under which no client can work. */
  readonly unlivable: Readonly<Record<string, readonly unknown[]>>;
  /** The scenarios of the matrix that no other vendor has. The shared ones follow from the rest of the kit. */
  readonly scenarios: readonly Scenario[];
  readonly sample: Sample;
  readonly minting: Minting;
  /** The switches with which the vendor proves a new key's id. Absent where its answer to a create tells the id. */
  readonly provingIds?: SwitchChanges;
  /** The fewest inputs of a key, as a program writes them. Its place comes from the emulator's environment. */
  readonly smallest: string;
  /** Inputs that must not compile, as a program writes them. */
  readonly uncompilable: readonly string[];
  readonly tokens: TokenFacts;
  /** Matches the vendor's key ids, and no other text. */
  readonly keyIds: RegExp;
  readonly inputCases: InputCases;
  /** The variables of a person with another account: another enterprise, another organization, another token. */
  anotherAccount(emulator: Emulator): Readonly<Record<string, string>>;
  /** What a refresh or a destroy says with that person's token. */
  readonly foreignRefusal: RegExp;
  /** The inputs of a usual key that differ in that person's account. */
  inAnotherAccount?(emulator: Emulator): Properties;
  /** Keys that must not be adopted. Some of them are live. */
  readonly unadoptable: readonly Unadoptable[];
  /** The variables of a new token, where tokens live for hours only. */
  freshTokens?(emulator: Emulator): Readonly<Record<string, string>>;
}

/** The requests that a run can send for a key, by what they do. In a path, `:id` is a key's id, `:org` its account, `:name` its scope. */
export interface Routes {
  readonly mint: string;
  readonly list: string;
  /** Tells which key the request was sent with. Sent with a new key's value, it tells that key's id. */
  readonly self?: string;
  /** Reads one key, by its id. */
  readonly find?: string;
  readonly revoke: string;
  /** Deletes the row that the vendor keeps of a revoked key. */
  readonly discard?: string;
}

/** What the first up of a usual key sends and records. */
export interface Minting {
  /** The requests that are sent, as in `Routes`. */
  readonly requests: readonly string[];
  /** The outputs beside the value, the id and the instant. A regular expression where the vendor chooses the text. */
  outputs(key: Key): Properties;
  /** What the record holds of the account, beside its URL. */
  mintedBy(key: Key): Omit<MintedBy, "url">;
}

/** Values for the vendor's variables. Malformed values contain `CANARY`, which no message may quote. */
export interface TokenFacts {
  /** How each key's value begins, where values have a form of their own. */
  readonly valueStart?: string;
  /** A text in the form of a token. */
  readonly token: string;
  /** The status that answers an unknown or revoked token. */
  readonly refusalStatus: number;
  readonly malformedTokens: readonly string[];
  readonly malformedOrgs?: readonly string[];
  /** Paths that somebody may append to the API's URL, each with the part that the vendor's calls append themselves. */
  readonly pathsOfCalls?: readonly (readonly [written: string, part: string])[];
}

/** A key for tests that have no emulator. */
export interface Sample {
  /** Complete inputs, all of them right. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly keyId: KeyId;
  readonly otherKeyId: KeyId;
  readonly mintedBy: MintedBy;
  /** The vendor's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Whether keys bear a marker, which proves a lost key to be ours. Otherwise the difference of lists tells a new key. */
export function isMarked({ definition }: VendorKit): boolean {
  return definition.marked !== undefined;
}

/** Rotations in place and by replacement, by trigger and by time. They are due within hours, since a schedule's clock moves by hours. */
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
