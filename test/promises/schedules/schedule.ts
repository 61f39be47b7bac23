/** A schedule as data: what happens to one or two stacks of one account. It can be written as JSON, to be shown and run again. */
import type { SwitchChanges, VendorName } from "../../../emulator/index";

/** What a program asks for: by resource, the number of the variant of its inputs (see `variants` of the kit). */
export type Wanted = Readonly<Record<string, number>>;

export type Operation =
  | { readonly is: "up"; readonly wanted: Wanted; readonly refreshes: boolean }
  | { readonly is: "refresh" }
  | { readonly is: "destroy"; readonly refreshes: boolean };

/** The answers of one route, by the emulator's names for its faults. */
export interface Script {
  readonly route: string;
  readonly answers: readonly string[];
}

/** What the stacks do at the same time, and what happens to them. */
export interface Step {
  /** One operation for each stack. */
  readonly operations: readonly Operation[];
  readonly scripts: readonly Script[];
  /** How many hours after the step before. */
  readonly hours: number;
  /** How many keys strangers mint before the step. */
  readonly strangers: number;
}

export interface Schedule {
  /** The schedule's number. With the seed, it names the schedule. */
  readonly number: number;
  readonly vendor: VendorName;
  readonly switches: SwitchChanges;
  readonly stacks: 1 | 2;
  readonly steps: readonly Step[];
}
