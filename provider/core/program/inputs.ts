/**
 * What users write, read with zod: the inputs all vendors share, and a vendor's own.
 *
 * A failure must never quote what was written: it says what to write instead.
 */
import { z } from "zod";
import { unknownValue } from "../values/engine-words";
import { resourceHashInput } from "../values/marker";
import { UserError } from "../values/user-error";
import { accountNameInput } from "../vendor/account";
import type { Definition } from "../vendor/definition";
import { rotationInput } from "./rotation-input";

const adoptError = "write {keyId, value?}: the id of a live key, and its value where you have it";

/** The inputs that every vendor's key has. */
export const commonInputs = z.object({
  account: accountNameInput.optional(),
  marker: z.boolean({ error: "write true or false" }).optional(),
  adopt: z
    .strictObject(
      {
        keyId: z.string({ error: adoptError }),
        value: z
          .string({ error: adoptError })
          .regex(/^[\x21-\x7e]+$/, { error: "write the key's value without spaces or line breaks" })
          .optional(),
      },
      {
        error: (issue) =>
          issue.code === "unrecognized_keys"
            ? "it has an input that does not exist: write `keyId` and, if you have it, `value`"
            : adoptError,
      },
    )
    .optional(),
  rotation: rotationInput.optional(),
  /** Written by the constructor: whose key this is, for messages and for the marker. */
  origin: z.object({
    name: z.string(),
    hash: resourceHashInput,
    /** The URN of the plugin's explicit provider, whose configuration may be another account's. */
    provider: z.string().optional(),
  }),
});
export type CommonInputs = z.output<typeof commonInputs>;
export type Raw = Readonly<Record<string, unknown>>;

export interface ReadInputs<Inputs> {
  /** The inputs, when each of them is known and right. */
  readonly inputs: (Inputs & CommonInputs) | undefined;
  /** What is known of them, even when others are not. */
  readonly known: Partial<Inputs & CommonInputs>;
  /** By property, what to write instead. */
  readonly failures: ReadonlyMap<string, string>;
  /** Properties that are known only after the up. */
  readonly unknown: ReadonlySet<string>;
}

/** What a program leaves out, it may also write as null, at any depth. */
export function withoutNulls(raw: Raw): Raw {
  const written = Object.entries(raw).filter(([, value]) => value !== null);
  return Object.fromEntries(written.map(([name, value]) => [name, isRaw(value) ? withoutNulls(value) : value]));
}

function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && !Array.isArray(value);
}

/** Reads a resource's inputs as the engine hands them over. */
export function readInputs<Inputs extends object>(definition: Definition<Inputs>, raw: Raw): ReadInputs<Inputs> {
  const form = formOf(definition);
  const unknown = new Set(Object.keys(raw).filter((property) => isUnknown(raw[property])));
  const whole = form.safeParse(raw);
  if (whole.success && unknown.size === 0) {
    const inputs = whole.data as unknown as Inputs & CommonInputs;
    return { inputs, known: inputs, failures: new Map(), unknown };
  }
  const failures = new Map<string, string>();
  const wrong = new Set(unknown);
  for (const { code, path, message, ...issue } of whole.error?.issues ?? []) {
    const isStranger = code === "unrecognized_keys" && path.length === 0;
    // By its full path, as `adopt.keyId`: of a property that a failure names, the engine prints the whole value.
    const paths = isStranger ? (issue as { keys: string[] }).keys.map((key) => [key]) : [path];
    for (const at of paths) {
      const property = at.join(".");
      if (unknown.has(String(at[0])) || failures.has(property)) continue;
      failures.set(property, isStranger ? `${definition.type} has no such input. ${inputsOf(definition)}` : message);
      wrong.add(String(at[0]));
    }
  }
  const sound = Object.entries(raw).filter(([property]) => !wrong.has(property));
  const known = form.partial().safeParse(Object.fromEntries(sound));
  return { inputs: undefined, known: (known.data ?? {}) as Partial<Inputs & CommonInputs>, failures, unknown };
}

function inputsOf(definition: Definition<never>): string {
  const { origin: _, ...common } = commonInputs.shape;
  return `Its inputs are ${[...Object.keys(definition.inputs.shape), ...Object.keys(common)].join(", ")}`;
}

/** Made once for each definition: zod compiles a form when it first reads, which takes longer than the reading. */
const forms = new WeakMap<object, ReturnType<typeof makeForm>>();

function formOf<Inputs extends object>(definition: Definition<Inputs>): ReturnType<typeof makeForm> {
  const form = forms.get(definition) ?? makeForm(definition.inputs.shape);
  forms.set(definition, form);
  return form;
}

function makeForm(inputs: z.ZodRawShape) {
  return z.strictObject({ ...inputs, ...commonInputs.shape, __provider: z.unknown().optional() });
}

/** In preview, an output that is known only after the up comes as `unknownValue`, at any depth. */
function isUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}

/** A resource's name, and its hash for the marker. */
export type Origin = CommonInputs["origin"];

export type Adopted = NonNullable<CommonInputs["adopt"]>;

export function wholeInputs(definition: Definition, news: Raw): CommonInputs {
  const { inputs, failures } = readInputs(definition, news);
  if (!inputs) throw new UserError([...failures].map(([property, reason]) => `${property}: ${reason}`).join("; "));
  return inputs;
}

/** What to say of a text that cannot be a key's id. */
export function notAnId({ noun, account }: Definition): string {
  return `is not an id of a ${noun}: write the one that ${account.title}'s own list shows`;
}
