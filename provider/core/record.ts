/**
 * The record of a key: what the engine keeps in the state, and the only form in which it is written and read.
 *
 * The outputs must be plain and complete before they are returned: the engine fails on anything else *after* the
 * request. The key's value is wrapped as a secret, here and nowhere else, so that it is encrypted in every state.
 */
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { z } from "zod";
import type { Definition, MintedBy } from "./definition";
import { UserError } from "./errors/user-error";
import { type CommonInputs, commonInputs, type Raw } from "./inputs";
import type { Instant } from "./instant";
import type { KeyId } from "./key-id";
import type { Nonce } from "./marker";
import { reveal, Secret } from "./secret";

/** A mint of which it is not known what became of it, with all that is needed to go on. */
export interface Pending {
  readonly nonce: Nonce;
  /** True when the key would bear the nonce. */
  readonly marked: boolean;
  /** By the vendor's clock, between these the key was minted, if it was. */
  readonly from: Instant;
  readonly until: Instant;
  /** Keys that may be ours; never proof. */
  readonly candidates: readonly KeyId[];
}

export interface KeyRecord {
  /** Missing while a mint is pending. */
  readonly keyId: KeyId | undefined;
  /** Missing when a key was adopted without its value, and when a pending mint's answer was lost. */
  readonly value: Secret | undefined;
  readonly createdAt: Instant | undefined;
  readonly mintedBy: MintedBy;
  /** Set when the id is not proved by the vendor's own word. */
  readonly keyIdProof?: "difference" | undefined;
  readonly pending?: Pending | undefined;
  /** The vendor's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

const instantText = z.string().transform((text) => text as Instant);
const recordForm = z.object({
  keyId: z.string(),
  createdAt: instantText.optional(),
  mintedBy: z.object({
    url: z.string(),
    org: z.string().optional(),
    account: z.string().optional(),
    principal: z.string().optional(),
  }),
  keyIdProof: z.literal("difference").optional(),
  pending: z
    .object({
      nonce: z.string().transform((text) => text as Nonce),
      marked: z.boolean(),
      from: instantText,
      until: instantText,
      candidates: z.array(z.string()),
    })
    .optional(),
});

/** Reads the outputs that an earlier run has written: the record, and the settings it was written with. */
export function readRecord<Inputs extends object>(definition: Definition<Inputs>, outputs: Raw) {
  const settingsForm = z.object({ ...definition.inputs.shape, ...commonInputs.omit({ adopt: true }).shape });
  const stored = readStored(recordForm, outputs);
  const inputs = readStored(settingsForm, outputs) as unknown as Inputs & Omit<CommonInputs, "adopt">;
  const text = outputs[definition.valueOutput];
  const record: KeyRecord = {
    ...stored,
    createdAt: stored.createdAt,
    keyId: definition.keyId.read(stored.keyId),
    pending: stored.pending && { ...stored.pending, candidates: readIds(definition, stored.pending.candidates) },
    value: typeof text === "string" && text !== "" ? new Secret(text) : undefined,
    outputs: Object.fromEntries(definition.outputs.flatMap((name) => readText(outputs, name))),
  };
  return { record, inputs };
}

function readStored<Form extends z.ZodType>(form: Form, outputs: Raw): z.output<Form> {
  const parsed = form.safeParse(outputs);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new UserError(`the state does not hold what this version of pulumi-apikeys wrote (${fields}): was it edited?`);
}

function readText(outputs: Raw, name: string): [string, string][] {
  const text = outputs[name];
  return typeof text === "string" ? [[name, text]] : [];
}

function readIds(definition: Definition, texts: readonly string[]): KeyId[] {
  return texts.flatMap((text) => definition.keyId.read(text) ?? []);
}

/** The outputs for the engine: the settings (taken from inputs, or from outputs), then what is known of the key. */
export function writeOutputs(definition: Definition, settings: Raw, record: KeyRecord): Record<string, unknown> {
  const { adopt: _, ...names } = { ...definition.inputs.shape, ...commonInputs.shape };
  const echo = Object.fromEntries(Object.entries(settings).filter(([name]) => name in names));
  const { value, keyId, outputs, ...rest } = record;
  const org = record.mintedBy.org === undefined ? {} : { org: record.mintedBy.org };
  const plain: Record<string, unknown> = JSON.parse(
    JSON.stringify({ ...echo, ...org, ...outputs, ...rest, keyId: keyId ?? "" }),
  );
  return value
    ? { ...plain, [definition.valueOutput]: { [specialSigKey]: specialSecretSig, value: reveal(value) } }
    : plain;
}
