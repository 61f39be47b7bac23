/**
 * The record of a key: what the engine keeps in the state, and the only form in which it is written and read.
 *
 * The outputs must be plain and complete before they are returned: the engine fails on anything else *after* the
 * request. The key's value is wrapped as a secret, here and nowhere else, so that it is encrypted in every state.
 */
import { z } from "zod";
import { commonInputs, type Raw } from "../program/inputs";
import type { TriggerHash } from "../program/rotation-input";
import { secretWrapper, wrapperKey } from "../values/engine-words";
import { stepsAt } from "../values/help";
import type { Duration, Instant } from "../values/instant";
import type { KeyId } from "../values/key-id";
import type { Nonce } from "../values/marker";
import { reveal, Secret, type ValueHash } from "../values/secret";
import { UserError } from "../values/user-error";
import type { Definition } from "../vendor/definition";
import type { KeyRecord, OwnKey, Pending, PreviousKey, RecordId, StoredInputs, ToldByDifference } from "./record";

/** The output for the value of a key whose id is not proved yet, while another key is in use. */
const pendingValue = "pendingValue";
const instantText = z.string().transform((text) => text as Instant);
const triggerText = z.string().transform((text) => text as TriggerHash);
const valueHashText = z.string().transform((text) => text as ValueHash);
const window = z.object({ from: instantText, until: instantText, isExact: z.boolean() });
/** States of an earlier version have the window alone: the other fields have defaults. */
const byDifference = z.object({
  ...window.shape,
  others: z.array(z.string()).default([]),
  isConfirmed: z.boolean().default(true),
  isValueShown: z.boolean().default(false),
});
const recordForm = z.object({
  recordId: z.string().transform((text) => text as RecordId),
  mintedBy: z.object({
    url: z.string(),
    org: z.string().optional(),
    account: z.string().optional(),
    principal: z.string().optional(),
  }),
  identity: z.record(z.string(), z.string()),
  keyId: z.string(),
  createdAt: instantText.optional(),
  keyIdProof: z.literal("difference").optional(),
  mintWindow: byDifference.optional(),
  mintTrigger: triggerText.optional(),
  previousKeyId: z.string().optional(),
  previousValidUntil: instantText.optional(),
  previousMintWindow: byDifference.optional(),
  previousValueHash: valueHashText.optional(),
  pendingTrigger: triggerText.optional(),
  pending: z
    .object({
      ...window.shape,
      nonce: z.string().transform((text) => text as Nonce),
      marked: z.boolean(),
      isListed: z.boolean(),
      candidates: z.array(z.string()),
      others: z.array(z.string()),
      overlap: z
        .number()
        .transform((milliseconds) => milliseconds as Duration)
        .optional(),
    })
    .optional(),
  // Any text, whatever the rules of today's inputs: a stricter rule must not make the state of an older key unreadable.
  account: z.string().optional(),
  origin: commonInputs.shape.origin,
});

type Stored = z.output<typeof recordForm>;

/** Reads the outputs that an earlier run has written. */
export function readRecord(definition: Definition, outputs: Raw): { record: KeyRecord; inputs: StoredInputs } {
  const parsed = recordForm.safeParse(outputs);
  if (!parsed.success) throw edited(parsed.error.issues.map((issue) => issue.path.join(".")));
  const { recordId, mintedBy, identity, account, origin } = parsed.data;
  const record: KeyRecord = {
    recordId,
    mintedBy,
    identity,
    key: readKey(definition, parsed.data, outputs),
    previous: readPrevious(definition, parsed.data),
    pending: readPending(definition, parsed.data, outputs),
  };
  return { record, inputs: { account, origin, all: outputs } };
}

function readKey(definition: Definition, stored: Stored, outputs: Raw): OwnKey | undefined {
  const { keyId, createdAt, keyIdProof, mintWindow, mintTrigger } = stored;
  if (keyId === "") return undefined;
  if (createdAt === undefined) throw edited(["createdAt"]);
  if (keyIdProof !== undefined && mintWindow === undefined) throw edited(["mintWindow"]);
  return {
    keyId: readId(definition, keyId, "keyId"),
    value: readSecret(outputs, definition.valueOutput),
    createdAt,
    byDifference: keyIdProof && mintWindow && readToldByDifference(definition, mintWindow, "mintWindow"),
    trigger: mintTrigger,
    expiresAt: definition.expiry && (readText(outputs, definition.expiry.output)[0]?.[1] as Instant | undefined),
    outputs: Object.fromEntries(Object.keys(definition.outputs).flatMap((name) => readText(outputs, name))),
  };
}

function readPrevious(definition: Definition, stored: Stored): PreviousKey | undefined {
  const { previousKeyId, previousValidUntil, previousMintWindow, previousValueHash } = stored;
  if (previousKeyId === undefined) return undefined;
  if (previousValidUntil === undefined) throw edited(["previousValidUntil"]);
  const keyId = readId(definition, previousKeyId, "previousKeyId");
  const byDifference = previousMintWindow && readToldByDifference(definition, previousMintWindow, "previousMintWindow");
  return { keyId, validUntil: previousValidUntil, valueHash: previousValueHash, byDifference };
}

function readToldByDifference(
  definition: Definition,
  { others, ...stored }: NonNullable<Stored["mintWindow"]>,
  field: string,
): ToldByDifference {
  return { ...stored, others: others.map((id) => readId(definition, id, `${field}.others`)) };
}

function readPending(definition: Definition, stored: Stored, outputs: Raw): Pending | undefined {
  const { pending, pendingTrigger: trigger, keyId } = stored;
  if (!pending) return undefined;
  const candidates = pending.candidates.map((id) => readId(definition, id, "pending.candidates"));
  const others = pending.others.map((id) => readId(definition, id, "pending.others"));
  const value = readSecret(outputs, keyId === "" ? definition.valueOutput : pendingValue);
  return { ...pending, candidates, others, value, trigger };
}

function edited(fields: readonly string[]): UserError {
  // The state calls `origin` `__origin`.
  const names = fields.map((field) => field.replace(/^origin\b/, "__origin")).join(", ");
  return new UserError(
    `fields in the state of this resource are missing or edited: ${names}. Nothing was changed. ` +
      "If a newer pulumi-apikeys wrote the state: install the newer version. " +
      "If somebody edited the state: copy only these fields of this resource from the newest state that has them. " +
      "Do not import an older state as a whole, nor use `pulumi state delete`: both forget live keys. " +
      stepsAt("the-state-was-edited"),
  );
}

function readId(definition: Definition, text: string, field: string): KeyId {
  const keyId = definition.keyId.read(text);
  if (!keyId) throw edited([field]);
  return keyId;
}

function readText(outputs: Raw, name: string): [string, string][] {
  const text = outputs[name];
  return typeof text === "string" ? [[name, text]] : [];
}

function readSecret(outputs: Raw, name: string): Secret | undefined {
  const text = outputs[name];
  return typeof text === "string" && text !== "" ? new Secret(text) : undefined;
}

/** The outputs for the engine: the inputs (of the program, or of earlier outputs), then what is known of the key. */
export function writeOutputs(definition: Definition, inputs: Raw, record: KeyRecord): Record<string, unknown> {
  // `adopt` and `rotation` are read from the program each time: a copy in the state would only grow old.
  const { adopt: _, rotation: __, ...names } = { ...definition.inputs.shape, ...commonInputs.shape };
  const { recordId, mintedBy, key, previous } = record;
  // Outputs that the vendor tells are never taken from inputs: an adopted key may have no expiry, whatever the program asks of the next.
  const { expiry, account } = definition;
  const { org } = account;
  const told = key ? [...Object.keys(definition.outputs), ...(expiry ? [expiry.output] : [])] : [];
  const echo = Object.fromEntries(Object.entries(inputs).filter(([name]) => name in names && !told.includes(name)));
  const { value, trigger, obstacle: ___, ...pending } = record.pending ?? {};
  // An output that should show only a part of the value may show the whole. Then it is a secret too.
  const { shown = [], hidden = [] } = Object.groupBy(Object.entries(key?.outputs ?? {}), ([, text]) =>
    key?.value && text.includes(reveal(key.value)) ? "hidden" : "shown",
  );
  const plain: Record<string, unknown> = JSON.parse(
    JSON.stringify({
      ...echo,
      ...(org && mintedBy.org !== undefined ? { [org.input]: mintedBy.org } : {}),
      ...Object.fromEntries(shown),
      ...(expiry && key?.expiresAt ? { [expiry.output]: key.expiresAt } : {}),
      recordId,
      mintedBy,
      keyId: key?.keyId ?? "",
      createdAt: key?.createdAt,
      keyIdProof: key?.byDifference && "difference",
      mintWindow: key?.byDifference,
      previousKeyId: previous?.keyId,
      previousValidUntil: previous?.validUntil,
      previousMintWindow: previous?.byDifference,
      pending: record.pending && pending,
    }),
  );
  // Where no key is in use, consumers get the value of the key whose id is not proved yet.
  const values = key
    ? { [definition.valueOutput]: key.value, [pendingValue]: value }
    : { [definition.valueOutput]: value };
  const texts = Object.entries(values).map(([name, secret]) => [name, secret && reveal(secret)]);
  const secrets = {
    ...Object.fromEntries([...texts, ...hidden]),
    // A program may treat its inputs as secrets, and a hash lets somebody guess them.
    identity: JSON.parse(JSON.stringify(record.identity)),
    mintTrigger: key?.trigger,
    pendingTrigger: trigger,
    previousValueHash: previous?.valueHash,
  };
  const known = Object.entries(secrets).flatMap(([name, secret]) => (secret ? [[name, wrapped(secret)]] : []));
  return { ...plain, ...Object.fromEntries(known) };
}

function wrapped(value: unknown): Record<string, unknown> {
  return { [wrapperKey]: secretWrapper, value };
}
