/** A schedule: what happens to one or two stacks of one account, as data. It goes through JSON, so that it can be shown and run again. */
import type { SwitchChanges, VendorName } from "../../../emulator/index";

/** What a program asks for: each resource, by the number of its variant of the inputs (see `variants` of its kit). */
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

/** What each stack does at the same time, and what happens to it. */
export interface Step {
  /** One for each stack. */
  readonly operations: readonly Operation[];
  readonly scripts: readonly Script[];
  /** How long after the step before. */
  readonly hours: number;
  /** Keys that strangers mint before it. */
  readonly strangers: number;
}

export interface Schedule {
  /** With the seed it names the schedule. */
  readonly number: number;
  readonly vendor: VendorName;
  readonly switches: SwitchChanges;
  readonly stacks: 1 | 2;
  readonly steps: readonly Step[];
}
