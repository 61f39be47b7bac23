/**
 * What can be going on when a request meets a fault: the runs before, the run that meets it, and each request of that run.
 *
 * A scenario answers for its counts of calls: a cell whose fault is never met is a finding of the matrix.
 */
import { type Emulator, type Fault, lag, reset, type SwitchChanges, status } from "../../../emulator/index";
import type { Properties } from "../../stack/provider-process";

export const commands = ["up", "refresh", "destroy"] as const;

export type Command = (typeof commands)[number];

/**
 * `settle` is a create whose answer is lost, or does not tell the key's id; `heal` a later run that takes it up again;
 * `renew` a mint in place, where it has turned out that no key was left; `stay` an up that finds nothing to do; `retire` the revoke of a key whose overlap is over.
 */
export type Operation =
  | "create"
  | "adopt"
  | "read"
  | "revoke"
  | "settle"
  | "renew"
  | "stay"
  | "rotate"
  | "retire"
  | `heal by ${Command}`;

/** Answers of routes; those of a route that is not named are sound. */
export type Scripts = Readonly<Record<string, readonly Fault[]>>;

export interface Request {
  readonly route: string;
  /** How many calls of the route come before in the run. */
  readonly callsBefore: number;
  /** True where every later call in the run meets the fault too, the last one among them. */
  readonly lasts: boolean;
}

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
  /** True where it has another token than the run before, of the same account. */
  readonly hasAnotherToken?: boolean;
  /** What the program says otherwise from this run on: it asks for another key. */
  readonly edited?: (emulator: Emulator) => Properties;
}

/** What is written under `rotation`. */
interface Rotation {
  readonly trigger?: string;
  readonly every?: "150m";
  readonly overlap?: typeof overlap;
}

/** The run that meets the fault, with what else its requests meet, and what leads to it. */
export interface Scenario extends ScenarioRun {
  readonly operation: Operation;
  /** What is particular about it, in words; nothing where all is as usual. */
  readonly given?: string;
  readonly switches?: SwitchChanges;
  readonly before?: readonly ScenarioRun[];
  /** How many keys the program declares; one, if absent. */
  readonly keys?: number;
  /** What the program says beside the usual inputs. Asked once for a key, before anything is run. */
  readonly inputs?: (emulator: Emulator) => Properties;
  /** True where a destroy that fails may have revoked the key and keeps its record: only a refresh tells that the key is gone. */
  readonly mayKeepRevoked?: boolean;
  /** How many keys of others are in the place since long; none, if absent. */
  readonly strangers?: number;
  /** The requests that meet each fault; left out where `routes` tells them. */
  readonly requests?: readonly Request[];
  /** The routes of which each call meets each fault, as many as a run without a fault makes. The other calls are as in another scenario. */
  readonly routes?: readonly string[];
  /** The other requests of the run, by the words of the scenario in which they meet each fault: here all is as it is there. */
  readonly sameAs?: Readonly<Record<string, readonly Request[]>>;
}

export function inWords({ operation, given }: Scenario): string {
  return given === undefined ? operation : `${operation} (${given})`;
}

export function at(route: string, callsBefore = 0): Request {
  return { route, callsBefore, lasts: false };
}

export function from(route: string, callsBefore: number): Request {
  return { route, callsBefore, lasts: true };
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

/** Tells nothing, and is not repeated by the client. */
export const unavailable = status(501);

/** Until the next run that is later; by then the lists of this run have been read to their end. */
export const listedLater = lag({ ms: laterMs });

/** What becomes of a mint whose answer is lost. */
export const lost = { created: reset("after-commit"), "not created": reset("before-commit") } as const;
