/**
 * What can be going on when a request meets a fault: the runs before, and the run that meets it. Nobody lists the requests of that run:
 * a run without a fault tells them (see unfaulted.ts). No vendor may be named here: a scenario that only one vendor has is in its kit.
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
 * What the run that meets the fault does. `settle`: a create whose answer is lost, or does not tell the key's id. `settle by …`: a
 * later run that settles the pending mint. `mint in place`: a mint where it has turned out that no key was left. `stay`: an up that
 * finds nothing to do. `retire`: the revoke of a key whose overlap is over.
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

/** Answers to requests, by what the requests do. A request that is not named is answered soundly. */
export type Scripts = Readonly<Partial<Record<keyof Routes, readonly Fault[]>>>;

export interface ScenarioRun {
  readonly command: Command;
  readonly scripts?: Scripts;
  /** In the program from this run on: another trigger than before rotates the key. */
  readonly rotation?: Rotation;
  /** True where the overlap of the rotation before is over. */
  readonly isLater?: boolean;
  /** True where a person revokes the key in use before it, at the vendor. */
  readonly isRevokedByHand?: boolean;
  /** True where the program names no key to adopt any more, from this run on. */
  readonly isAdoptRemoved?: boolean;
  /** True where this run has another token than the run before, of the same account. */
  readonly hasAnotherToken?: boolean;
  /** True where the program asks for another key than before, from this run on. */
  readonly isEdited?: boolean;
}

/** What is written under `rotation`. */
interface Rotation {
  readonly trigger?: string;
  readonly every?: "150m";
  readonly overlap?: typeof overlap;
}

/** The run that meets the fault, with its other answers, and the runs that lead to it. */
export interface Scenario extends ScenarioRun {
  readonly operation: Operation;
  /** What is particular about it, in words; nothing where all is as usual. */
  readonly given?: string;
  /** The vendor's switches. */
  readonly switches?: SwitchChanges[VendorName];
  readonly before?: readonly ScenarioRun[];
  /** How many keys the program declares; one, if absent. */
  readonly keys?: number;
  /** What the program says beside the usual inputs. Asked once for a key, before anything is run. */
  readonly inputs?: (emulator: Emulator, vendor: VendorName) => Properties;
  /** True where a destroy that fails may have revoked the key and keeps its record: only a refresh tells that the key is gone. */
  readonly mayKeepRevoked?: boolean;
  /** How many keys of strangers have long been in the place; none, if absent. */
  readonly strangers?: number;
  /** What tells a new key's id for certain, where the answer to its mint has none; only a difference tells it, if absent. */
  readonly idIsToldBy?: "the key itself" | "its listed value";
  /**
   * The requests that meet each fault, as often as a run without a fault sends them; all, if absent. Each request that is left out must
   * be as in another scenario that names it (see every-request-is-faulted.long.test.ts). A vendor may send only some of these.
   */
  readonly routes?: readonly (keyof Routes)[];
}

export function inWords({ operation, given }: Scenario): string {
  return given === undefined ? operation : `${operation} (${given})`;
}

const overlap = "30m";

/** Longer than the overlap. */
export const laterMs = 3_600_000;

/** An up that rotates the key in place, unless it is the first with a trigger. */
export function upInPlace(trigger: string, scripts: Scripts = {}) {
  return { command: "up", rotation: { trigger, overlap }, scripts } as const;
}

/** An up that replaces the key, unless it is the first with a trigger. */
export function upAsReplacement(trigger: string) {
  return { command: "up", rotation: { trigger } } as const;
}

/** An answer that tells nothing, and after which the client does not try again. */
export const unavailable = status(501);

/** Lists lack a new key until the next run that is later. By then the lists of this run have been read to their end. */
export const listedLater = lag({ ms: laterMs });

/** What becomes of a mint whose answer is lost. */
export const lost = { created: reset("after-commit"), "not created": reset("before-commit") } as const;

export const outcomes = ["created", "not created"] as const;

/** Answers to lists: so many tell the truth, and none after these tells anything. */
export function silentBehind(lists: number): readonly Fault[] {
  return [...Array<Fault>(lists).fill(ok), unavailable];
}

/** A create whose mint is pending: the list before it was read, and none after it. */
export function pending(outcome: keyof typeof lost) {
  return [{ command: "up", scripts: { mint: [lost[outcome], ok], list: silentBehind(1) } }] as const;
}

/** The same of a rotation. */
export function pendingRotation(kit: VendorKit, outcome: keyof typeof lost) {
  const scripts = { mint: [lost[outcome], ok], list: silentBehind(listsBeforeRotation(kit)) };
  return [upInPlace("one"), upInPlace("two", scripts)] as const;
}

/** How many lists come before a rotation's mint: where a list proves the account, one more. */
export function listsBeforeRotation({ isAccountProvedByLists }: VendorKit): number {
  return isAccountProvedByLists ? 2 : 1;
}

/** A vendor's answers by the names of its routes. */
export function scriptsByRoute(
  routes: Routes,
  scripts: Scripts = {},
): Readonly<Partial<Record<string, readonly Fault[]>>> {
  const requests = Object.keys(scripts) as (keyof Routes)[];
  return Object.fromEntries(
    requests.flatMap((request) => (routes[request] ? [[routes[request], scripts[request]]] : [])),
  );
}
