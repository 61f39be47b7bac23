/** What tests know of a vendor's own inputs, as data. Each kit has one. */

export type Inputs = Readonly<Record<string, unknown>>;

/**
 * A change of a program between two runs: from the sample's inputs with `before` to the sample's inputs with `after`. `replaces` names the
 * inputs whose change replaces the key.
 */
export type Change = readonly [
  change: string,
  before: Inputs,
  after: Inputs,
  effect: "nothing" | "settings" | readonly string[],
];

export interface InputCases {
  /** Inputs with one property of a wrong form, which is refused with `write …`. */
  readonly malformed: readonly Inputs[];
  /** Inputs that cannot be right, the property that the message names, and words of the message. */
  readonly refused: readonly (readonly [wrong: Inputs, property: string, words: RegExp])[];
  /** The longest text that an input takes, in characters. Inputs whose form already limits their length are left out. */
  readonly longest: Readonly<Record<string, number>>;
  /**
   * A value that differs from the sample's, for each input whose change always replaces the key. The emulator's key shows it, as its scope,
   * name or description.
   */
  readonly replaced: Inputs;
  readonly changes: readonly Change[];
}
