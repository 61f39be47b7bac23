/**
 * Vendor switches: how the emulator answers where a vendor's documents leave it open. Each vendor lists its choices as data, the
 * default first, so that a test can go through all of them. A name or value that is not listed is refused.
 */
export type Choices = Readonly<Record<string, readonly (string | number | boolean | null)[]>>;

export type SwitchesOf<C extends Choices> = { -readonly [Name in keyof C]: C[Name][number] };

/** The switches that every vendor has beside its own. */
export const commonChoices = {
  /** By how many milliseconds `Date` and `Retry-After` are off in every answer, as behind a proxy. The clock that dates keys is right. */
  dateOffMs: [0, 20_000, -20_000, 3_600_000, -3_600_000],
  /** How many requests an account may make in a second of real time; more are refused with 429. Null is no limit. */
  requestsASecond: [null, 1, 2, 5, 20],
  /** Whether room is regained steadily, up to a second's worth, or all at once when a second begins. */
  rateLimit: ["steady", "window"],
  /** Whether a request beyond the limit is told when to come back, in whole seconds. */
  tellsRetryAfter: [true, false],
} as const;

export function defaultSwitches<C extends Choices>(choices: C): SwitchesOf<C> {
  return Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, values[0]])) as SwitchesOf<C>;
}

export function applySwitches<C extends Choices>(switches: SwitchesOf<C>, choices: C, changes: object): void {
  for (const [name, value] of Object.entries(changes)) {
    const values = choices[name];
    if (values === undefined) throw new Error(`no switch "${name}": there are ${Object.keys(choices).join(", ")}`);
    if (!values.includes(value)) throw new Error(`switch "${name}" is one of ${JSON.stringify(values)}`);
  }
  Object.assign(switches, changes);
}
