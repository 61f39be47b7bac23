/**
 * The record of a key: what the engine keeps in the state, and the only form in which it is written and read.
 *
 * The outputs must be plain and complete before they are returned: the engine fails on anything else *after* the
 * request. The key's value is wrapped as a secret, here and nowhere else, so that it is encrypted in every state.
 */
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { z } from "zod";
import type { Definition, Identity, MintedBy } from "./definition";
import { UserError } from "./errors/user-error";
import { type CommonInputs, commonInputs, type Raw } from "./inputs";
import type { Instant } from "./instant";
import type { KeyId } from "./key-id";
import type { Nonce } from "./marker";
import { reveal, Secret } from "./secret";

/** When a key was minted, by the vendor's clock. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
  /** True when the vendor's dates and our stopwatch agree on it: only then a difference of lists may be believed. */
  readonly isExact: boolean;
}

/** A mint of which it is not known what became of it, with all that is needed to go on. */
export interface Pending extends Window {
  readonly nonce: Nonce;
  /** True when the key would bear the nonce. */
  readonly marked: boolean;
  /** Keys that may be ours; never proof. */
  readonly candidates: readonly KeyId[];
}

export interface KeyRecord {
  /** Missing while a mint is pending, and when it has turned out that no key is left of it. */
  readonly keyId: KeyId | undefined;
  /** Missing when a key was adopted without its value, and when a pending mint's answer was lost. */
  readonly value: Secret | undefined;
  readonly createdAt: Instant | undefined;
  readonly mintedBy: MintedBy;
  /** What the key was asked for. The vendor's own words for it may differ, and must never be compared with the program's. */
  readonly identity: Identity;
  /** Set when the id is not proved by the vendor's own word, with the window in which it was the only new key. */
  readonly keyIdProof?: "difference" | undefined;
  readonly mintWindow?: Window | undefined;
  readonly pending?: Pending | undefined;
  /** The vendor's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The settings that delete and refresh need beside the record. */
export interface StoredSettings {
  readonly account: string | undefined;
  readonly origin: CommonInputs["origin"];
}

const instantText = z.string().transform((text) => text as Instant);
const window = z.object({ from: instantText, until: instantText, isExact: z.boolean() });
const recordForm = z.object({
  keyId: z.string(),
  createdAt: instantText.optional(),
  mintedBy: z.object({
    url: z.string(),
    org: z.string().optional(),
    account: z.string().optional(),
    principal: z.string().optional(),
  }),
  identity: z.record(z.string(), z.string()),
  keyIdProof: z.literal("difference").optional(),
  mintWindow: window.optional(),
  pending: z
    .object({
      ...window.shape,
      nonce: z.string().transform((text) => text as Nonce),
      marked: z.boolean(),
      candidates: z.array(z.string()),
    })
    .optional(),
  // Read as they were written, never by the rules of today's inputs: a stricter rule must not lock a key in.
  account: z.string().optional(),
  origin: commonInputs.shape.origin,
});

/** Reads the outputs that an earlier run has written. */
export function readRecord(definition: Definition, outputs: Raw): { record: KeyRecord; settings: StoredSettings } {
  const parsed = recordForm.safeParse(outputs);
  if (!parsed.success) throw edited(parsed.error.issues.map((issue) => issue.path.join(".")));
  const { account, origin, keyId, createdAt, pending, ...stored } = parsed.data;
  const text = outputs[definition.valueOutput];
  const record: KeyRecord = {
    ...stored,
    createdAt,
    keyId: keyId === "" ? undefined : readId(definition, keyId),
    pending: pending && { ...pending, candidates: pending.candidates.map((id) => readId(definition, id)) },
    value: typeof text === "string" && text !== "" ? new Secret(text) : undefined,
    outputs: Object.fromEntries(definition.outputs.flatMap((name) => readText(outputs, name))),
  };
  return { record, settings: { account, origin } };
}

function edited(fields: readonly string[]): UserError {
  const names = fields.join(", ");
  return new UserError(
    `the state does not hold what pulumi-apikeys wrote (${names}): was it edited? Nothing was changed.`,
  );
}

function readId(definition: Definition, text: string): KeyId {
  const keyId = definition.keyId.read(text);
  if (!keyId) throw edited(["keyId"]);
  return keyId;
}

function readText(outputs: Raw, name: string): [string, string][] {
  const text = outputs[name];
  return typeof text === "string" ? [[name, text]] : [];
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
