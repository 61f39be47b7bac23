/**
 * What tests know of a vendor: data alone. A test of what all vendors share goes through `kits` of index.ts, and names no vendor.
 */
import type { Emulator, Place } from "../../emulator/index";
import type { KeyId } from "../../provider/core/values/key-id";
import type { Definition } from "../../provider/core/vendor/definition";
import type { MintedBy } from "../../provider/core/vendor/minted-by";
import type { Scenario } from "../promises/scenarios/scenario";
import type { Properties } from "../stack/provider-process";

export interface VendorKit {
  readonly definition: Definition;
  readonly routes: Routes;
  /** The body of a request that mints, as a person may send it. */
  mintBody(place: Place): object;
  /** Texts that may be a key's id; written here anew, since a mistake of the product's would pass otherwise. */
  readonly keyIds: RegExp;
  /** The input that says where in its account a key is; absent where an account has one place. */
  readonly placeInput?: string;
  /** True where a list may take several requests. */
  readonly areListsInPages: boolean;
  /** True where a list tells how many keys there are: a page that is lost or empty gives itself away. */
  readonly areKeysCounted: boolean;
  /** True where a list proves which account answers: what is done beside a key in use begins with one. */
  readonly isAccountProvedByLists: boolean;
  /** True where the account is told by any key in it: whether there is another than ours makes a difference. */
  readonly isAccountToldByKeys: boolean;
  /** The inputs of a usual key, where the emulator has a place for it. */
  usual(emulator: Emulator): Properties;
  /** Other inputs, for which the usual key is replaced; the emulator has a place for them too. */
  another(emulator: Emulator): Properties;
  /** What random schedules choose from: from one to another a key is replaced or rotated, or a setting is written down. */
  readonly variants: readonly ((emulator: Emulator) => Properties)[];
  /** Settings of the vendor's switches that no client can live through, by the switch. */
  readonly unlivable: Readonly<Record<string, readonly unknown[]>>;
  /** Scenarios of the fault matrix that no other vendor has; those that all share follow from the rest of the kit. */
  readonly scenarios: readonly Scenario[];
  readonly sample: Sample;
  /** The variables of a person with another account: another enterprise, another organization, another token. */
  anotherAccount(emulator: Emulator): Readonly<Record<string, string>>;
  /** The variables of a new token, where tokens live for hours only. */
  freshCredentials?(emulator: Emulator): Readonly<Record<string, string>>;
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
