/**
 * A policy about one key, as the engine wants it. It acts in preview already, and in up before the key's mint.
 *
 * It must never say a property's value, only names of inputs, the user's own settings, and what to write instead.
 */
import type { EnforcementLevel, ResourceValidationArgs, ResourceValidationPolicy, Severity } from "@pulumi/policy";
import { type Key, keyOf } from "./key";
import { readSettings, type Settings, type SettingsRead, schemaOf } from "./settings";

export interface KeyPolicy<S extends Settings> {
  readonly name: string;
  /** The rule as a claim about a key that keeps it. */
  readonly description: string;
  readonly severity: Severity;
  readonly level: Exclude<EnforcementLevel, "disabled">;
  /** What to do about a key that breaks it. */
  readonly steps: string;
  readonly settings: S;
  /** What is wrong with a key and what to write; nothing where it keeps the rule, or where that is not certain yet. */
  violation(key: Key, settings: SettingsRead<S>): string | undefined;
  /** What to add to the inputs of a key with a violation, where that is safe; done only when the level is `remediate`. */
  mend?(key: Key, settings: SettingsRead<S>): Mend | undefined;
}

/** What a change of these inputs costs, as a sentence at the end of `steps`. */
export function replacesAtOnce(...inputs: string[]): string {
  return `On a key that exists, a change of ${inputs.join(" or ")} revokes the replaced key in the same \`up\`, whatever \`overlap\` says.`;
}

/** Changes the inputs in place: a copy would lose which of them are secrets. */
export type Mend = (props: ResourceValidationArgs["props"]) => void;

export function keyPolicy<S extends Settings>(policy: KeyPolicy<S>): ResourceValidationPolicy {
  const { name, description, severity, level, steps, settings, mend } = policy;
  const violating = (args: ResourceValidationArgs) => {
    const key = keyOf(args);
    if (!key) return undefined;
    const read = readSettings(settings, args.getConfig());
    const violation = policy.violation(key, read);
    return violation === undefined ? undefined : { key, read, violation };
  };
  return {
    name,
    description,
    severity,
    enforcementLevel: level,
    remediationSteps: steps,
    configSchema: schemaOf(settings),
    validateResource: (args, reportViolation) => {
      const found = violating(args);
      if (found) reportViolation(found.violation);
    },
    ...(mend && {
      remediateResource: (args: ResourceValidationArgs) => {
        const found = violating(args);
        const change = found && mend(found.key, found.read);
        if (!change) return undefined;
        change(args.props);
        return args.props;
      },
    }),
  };
}
