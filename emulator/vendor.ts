/**
 * What a vendor's folder provides. The core knows a vendor by this alone; nothing here may name one.
 */
import type { Asked } from "./asked";
import type { CallerRegister } from "./callers";
import type { Clock } from "./clock";
import type { Key, KeyRegister } from "./keys";
import type { Reply } from "./reply";
import type { Route, SlashPolicy } from "./router";
import type { SecretSource } from "./secret-source";
import type { Choices, SwitchesOf } from "./switches";

/** Where a key belongs: `Key` says what account and scope are at each vendor. */
export interface Place {
  account: string;
  scope: string;
}

/** What is known of a key before it is minted, for keys that appear without a request. */
export interface Details {
  /** One of the vendor's form is made, if absent. */
  id?: string;
  name?: string;
  description?: string;
  expiresAt?: number;
}

export interface TokenOptions {
  /** What the ledger calls it. */
  name?: string;
  /** The enterprise, organization, account or team that it belongs to; made if it does not exist. */
  account?: string;
  /** One of the vendor's `tokenKinds`. */
  kind?: string;
  /** How long it lives; less than zero makes one that has expired. */
  expiresInMs?: number;
}

/** What a vendor's handlers work on. */
export interface World<S> {
  vendor: string;
  clock: Clock;
  keys: KeyRegister;
  callers: CallerRegister;
  source: SecretSource;
  switches: S;
}

/** A vendor in operation. */
export interface RunningVendor {
  routes: readonly Route[];
  /** The pages that it serves beside its API. Their names are paths from the origin on, not from the base URL. */
  pages?: readonly Route[];
  slash(): SlashPolicy;
  /** The vendor's own error body for a status. */
  error(status: number): Reply;
  /** Headers on every answer. */
  headers(): Record<string, string>;
  /** Finds or makes a place; whatever is not given is the default. */
  place(wanted?: Partial<Place>): Place;
  /** Where a request mints or looks. */
  placeOf(asked: Asked): Place;
  mint(place: Place, details: Details, by: string): Key;
  /** Makes a token and returns its value. */
  issue(options: TokenOptions): string;
  /** Back to the initial places. */
  reset(): void;
}

export interface Vendor<C extends Choices = Choices> {
  /** What follows the origin in its base URL. */
  basePath: string;
  choices: C;
  /** What kinds of token there are; the first is the default. */
  tokenKinds: readonly string[];
  start(world: World<SwitchesOf<C>>): RunningVendor;
  /** The environment variables that make a client use the emulator. */
  environment(url: string, token: string, place: Place): Record<string, string>;
}
