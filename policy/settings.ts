/**
 * What a user may set of a policy, in `--policy-pack-config`. Each setting has a default, a JSON schema, and a form by which the
 * policy reads it. By the schema, the engine refuses a wrong setting before anything runs.
 */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { durationInput } from "../provider/core/values/instant";

type JsonSchema = NonNullable<ResourceValidationPolicy["configSchema"]>["properties"][string];

interface Setting<Read> {
  readonly schema: JsonSchema & { readonly default: string | number | boolean; readonly description: string };
  readonly form: z.ZodType<Read>;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;

export type SettingsRead<S extends Settings> = { readonly [Name in keyof S]: z.output<S[Name]["form"]> };

/** A span of time, as the user wrote it and in milliseconds. */
export interface Span {
  readonly text: string;
  readonly milliseconds: number;
}

/** A span of time, written as `"90d"`, `"12h"` or `"30m"`. */
export function duration(byDefault: string, description: string): Setting<Span> {
  return {
    schema: { type: "string", pattern: "^[1-9][0-9]{0,5}[dhm]$", default: byDefault, description },
    form: z.string().transform((text) => ({ text, milliseconds: durationInput.parse(text) })),
  };
}

export function count(byDefault: number, minimum: number, description: string): Setting<number> {
  return { schema: { type: "integer", minimum, default: byDefault, description }, form: z.number() };
}

export function flag(byDefault: boolean, description: string): Setting<boolean> {
  return { schema: { type: "boolean", default: byDefault, description }, form: z.boolean() };
}

/**
 * A regular expression, matched anywhere in a text unless it has anchors. The engine refuses one that Go cannot read, before anything
 * runs. One that only JavaScript cannot read is refused here.
 */
export function pattern(byDefault: string, description: string): Setting<RegExp> {
  return {
    schema: { type: "string", format: "regex", default: byDefault, description },
    form: z.string().transform((text, { addIssue }) => {
      try {
        return new RegExp(text, "u");
      } catch {
        addIssue(
          "is a regular expression to Go, but none to JavaScript (with its flag `u`): write one that is to both",
        );
        return z.NEVER;
      }
    }),
  };
}

/** Without a config the engine hands over the defaults. Older engines may hand over nothing. */
export function readSettings<S extends Settings>(settings: S, config: Readonly<Record<string, unknown>>) {
  const read = Object.entries(settings).map(([name, { schema, form }]) => {
    const { data, error } = form.safeParse(config[name] ?? schema.default);
    if (error) throw new Error(`the setting \`${name}\` ${error.issues.map(({ message }) => message).join("; ")}`);
    return [name, data];
  });
  return Object.fromEntries(read) as SettingsRead<S>;
}

export function schemaOf(settings: Settings): { properties: Record<string, JsonSchema> } {
  return { properties: Object.fromEntries(Object.entries(settings).map(([name, { schema }]) => [name, schema])) };
}
