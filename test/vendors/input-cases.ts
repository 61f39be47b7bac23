/** What tests know of a vendor's own inputs: data alone, beside its kit. */

export type Inputs = Readonly<Record<string, unknown>>;

/** Between two runs of a program, from a sample's inputs with `before` to those with `after`; `replaces` names the inputs for which the key is replaced. */
export type Change = readonly [
  change: string,
  before: Inputs,
  after: Inputs,
  effect: "nothing" | "settings" | readonly string[],
];

export interface InputCases {
  /** Each is no input of that form: one property, refused with `write …`. */
  readonly malformed: readonly Inputs[];
  /** Inputs that cannot be right, the property that is told, and words of the sentence. */
  readonly refused: readonly (readonly [wrong: Inputs, property: string, words: RegExp])[];
  /** The longest text that an input takes, in characters; empty where only a form bounds them. */
  readonly longest: Readonly<Record<string, number>>;
  /** Another value than the sample's for each input of which a change always replaces the key; the emulator's key shows it, as its scope, its name or its description. */
  readonly replaced: Inputs;
  readonly changes: readonly Change[];
}
