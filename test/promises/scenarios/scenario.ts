/**
 * The situations in which a request meets a fault: the runs before, and the run that meets it. A run without a fault tells which requests
 * that run sends (see unfaulted.ts), so no scenario lists them. This file must name no vendor. A scenario of one vendor is in its kit.
 */
import {
  type Emulator,
  type Fault,
  lag,
  ok,
  reset,
  type SwitchChanges,
  status,
  type VendorName,
} from "../../../emulator/index";
import type { Properties } from "../../stack/provider-process";
import type { Routes, VendorKit } from "../../vendors/kit";

export const commands = ["up", "refresh", "destroy"] as const;

export type Command = (typeof commands)[number];

/**
 * What the run that meets the fault does. `settle`: a create whose answer is lost or does not tell the key's id. `settle by …`: a later
 * run that settles the pending mint. `mint in place`: a mint for a resource whose key has gone. `stay`: an up that finds nothing to do.
 * `retire`: the revoke of a key whose overlap is over.
 */
export type Operation =
  | "create"
  | "adopt"
  | "read"
  | "revoke"
  | "settle"
  | "mint in place"
  | "stay"
  | "rotate"
  | "retire"
  | `settle by ${Command}`;

/** Answers to requests, by what the requests do. A request without an entry gets the right answer. */
export type Scripts = Readonly<Partial<Record<keyof Routes, readonly Fault[]>>>;

export interface ScenarioRun {
  readonly command: Command;
  readonly scripts?: Scripts;
  /** The `rotation` in the program from this run on. Another trigger than before rotates the key. */
  readonly rotation?: Rotation;
  /** True where this run comes an hour later, when the overlap of an earlier rotation is over. */
  readonly isLater?: boolean;
  /** True where a person revokes the key in use at the vendor before this run. */
  readonly isRevokedByHand?: boolean;
  /** True where `adopt` leaves the program with this run. */
  readonly isAdoptRemoved?: boolean;
  /** True where this run has another token than the run before, of the same account. */
  readonly hasAnotherToken?: boolean;
  /** True where the program asks for another key than before, from this run on. */
  readonly isEdited?: boolean;
}

/** What the program writes under `rotation`. */
interface Rotation {
  readonly trigger?: string;
  readonly every?: "150m";
  readonly overlap?: typeof overlap;
}

/** The run that meets the fault, with its other answers, and the runs before it. */
export interface Scenario extends ScenarioRun {
  readonly operation: Operation;
  /** What differs from the usual, in words. Absent where nothing does. */
  readonly given?: string;
  /** The vendor's switches. */
  readonly switches?: SwitchChanges[VendorName];
  readonly before?: readonly ScenarioRun[];
  /** How many keys the program declares. One, if absent. */
  readonly keys?: number;
  /** The inputs in addition to the usual ones. Called once for each key, before any run. */
  readonly inputs?: (emulator: Emulator, vendor: VendorName) => Properties;
  /** True where a failed destroy may have revoked the key and kept its record. Then only a refresh tells that the key is gone. */
  readonly mayKeepRevoked?: boolean;
  /** How many older keys of strangers are in the place. None, if absent. */
  readonly strangers?: number;
  /** What proves a new key's id, where the answer to its mint lacks it. If absent, only a difference tells the id. */
  readonly idIsToldBy?: "the key itself" | "its listed value";
  /**
   * The requests that meet the faults, as often as a run without a fault sends them. All, if absent. A request that is left out must be
   * named in another scenario where it is sent at the same moment (see every-request-is-faulted.long.test.ts). A vendor may send only some
   * of these requests.
   */
  readonly routes?: readonly (keyof Routes)[];
}

export function inWords({ operation, given }: Scenario): string {
  return given === undefined ? operation : `${operation} (${given})`;
}

const overlap = "30m";

/** How much later a later run is. It is longer than the overlap. */
export const laterMs = 3_600_000;

/** An up that rotates the key in place. The first up with a trigger rotates nothing. */
export function upInPlace(trigger: string, scripts: Scripts = {}) {
  return { command: "up", rotation: { trigger, overlap }, scripts } as const;
}

/** An up that replaces the key. The first up with a trigger replaces nothing. */
export function upAsReplacement(trigger: string) {
  return { command: "up", rotation: { trigger } } as const;
}

/** An answer that tells nothing, and after which the client does not repeat the request. */
export const unavailable = status(501);

/** Lists lack a new key until the next later run (`isLater`), when this run has read all its lists. */
export const listedLater = lag({ ms: laterMs });

/** The two ways in which a mint with a lost answer ends. */
export const lost = { created: reset("after-commit"), "not created": reset("before-commit") } as const;

export const outcomes = ["created", "not created"] as const;

/** Answers to lists: this many are right, and all later ones tell nothing. */
export function silentBehind(lists: number): readonly Fault[] {
  return [...Array<Fault>(lists).fill(ok), unavailable];
}

/** A create whose mint stays pending: the list before the mint is answered, and no list after it. */
export function pending(outcome: keyof typeof lost) {
  return [{ command: "up", scripts: { mint: [lost[outcome], ok], list: silentBehind(1) } }] as const;
}

/** A rotation whose mint stays pending in the same way. */
export function pendingRotation(kit: VendorKit, outcome: keyof typeof lost) {
  const scripts = { mint: [lost[outcome], ok], list: silentBehind(listsBeforeRotation(kit)) };
  return [upInPlace("one"), upInPlace("two", scripts)] as const;
}

/** How many lists come before a rotation's mint. Where a list proves the account, there is one more. */
export function listsBeforeRotation({ isAccountProvedByLists }: VendorKit): number {
  return isAccountProvedByLists ? 2 : 1;
}

/** Scripted answers by a vendor's routes. */
export function scriptsByRoute(
  routes: Routes,
  scripts: Scripts = {},
): Readonly<Partial<Record<string, readonly Fault[]>>> {
  const requests = Object.keys(scripts) as (keyof Routes)[];
  return Object.fromEntries(
    requests.flatMap((request) => (routes[request] ? [[routes[request], scripts[request]]] : [])),
  );
}
