/** For each vendor: inputs as the engine hands them over, a record as the product keeps it, and an arbitrary of records. */
import { specialSigKey } from "@pulumi/pulumi/runtime";
import fc from "fast-check";
import { forEachVendor } from "../../emulator/vendors";
import { readInputs } from "../../provider/core/program/inputs";
import type { TriggerHash } from "../../provider/core/program/rotation-input";
import { type KeyRecord, newRecordId, type OwnKey } from "../../provider/core/record/record";
import { type Duration, type Instant, instant } from "../../provider/core/values/instant";
import type { Nonce } from "../../provider/core/values/marker";
import { Secret } from "../../provider/core/values/secret";
import { type Definition, type Identity, identityOf as identityOfInputs } from "../../provider/core/vendor/definition";
import { kits } from "../vendors/index";
import type * as kit from "../vendors/kit";

export const origin = { name: "ci", hash: "01234567" };
const shell = "exports.handler=()=>0";
const at = "2026-01-31T12:00:00Z" as Instant;

export interface Sample extends Omit<kit.Sample, "inputs"> {
  readonly definition: Definition;
  /** Complete and valid inputs, as a class's constructor hands them to the engine. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

export const samples = forEachVendor<Sample>((vendor) => {
  const { definition, sample } = kits[vendor];
  return { ...sample, definition, inputs: { ...sample.inputs, origin, __provider: shell } };
});

export const vendors = Object.entries(samples);

/** What a key is asked for with these inputs, as a mint writes it down. */
export function identityOf({ definition, inputs }: Sample, more: object = {}): Identity {
  const read = readInputs(definition, { ...inputs, ...more }).inputs;
  if (!read) throw new Error("a sample whose inputs are wrong");
  return identityOfInputs(definition, read);
}

/** A record with a key and no pending mint. */
export function wholeRecord(sample: Sample, value = "value-CANARY-0a1b2c"): KeyRecord {
  const { keyId, mintedBy, outputs } = sample;
  const key = { keyId, value: new Secret(value), createdAt: at, outputs };
  return { recordId: newRecordId(), mintedBy, identity: identityOf(sample), key };
}

/** The same record with changes to its key. */
export function withKey({ key, ...rest }: KeyRecord, changes: Partial<OwnKey>): KeyRecord {
  if (!key) throw new Error("a record without a key");
  return { ...rest, key: { ...key, ...changes } };
}

/** The outputs as a later run is handed them: as JSON, with secrets opened. */
export function asState(outputs: Record<string, unknown>): Record<string, unknown> {
  const opened = Object.entries(outputs).map(([name, value]) => {
    const isSecret = typeof value === "object" && value !== null && specialSigKey in value && "value" in value;
    return [name, isSecret ? value.value : value];
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(opened)));
}

const instants = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
  .map((date) => instant(date));
const text = fc.string({ unit: "grapheme", maxLength: 20 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

export function anyRecord(sample: Sample): fc.Arbitrary<KeyRecord> {
  const keyId = fc.constantFrom(sample.keyId, sample.otherKeyId);
  const hex = (length: number) =>
    fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
  const value = text.filter((value) => value !== "").map((value) => new Secret(value));
  const trigger = hex(16).map((hex) => hex as TriggerHash);
  const others = fc.array(keyId, { maxLength: 3 });
  const byDifference = fc.record({
    from: instants,
    until: instants,
    isExact: fc.boolean(),
    others,
    isConfirmed: fc.boolean(),
    isValueShown: fc.boolean(),
  });
  return fc.record({
    recordId: fc.uuid(),
    mintedBy: fc.record({
      url: fc.webUrl(),
      org: sample.mintedBy.org === undefined ? fc.constant(undefined) : maybe(fc.constant("acme")),
      account: maybe(text),
      principal: maybe(text),
    }),
    identity: fc.dictionary(fc.constantFrom("name", "description", "orgId"), text, { noNullPrototype: true }),
    key: maybe(
      fc.record({
        keyId,
        value: maybe(value),
        createdAt: instants,
        byDifference: maybe(byDifference),
        trigger: maybe(trigger),
        expiresAt: sample.definition.expiry ? maybe(instants) : fc.constant(undefined),
        outputs: fc.record(Object.fromEntries(Object.keys(sample.definition.outputs).map((name) => [name, text])), {
          requiredKeys: [],
        }),
      }),
    ),
    previous: maybe(fc.record({ keyId, validUntil: instants, byDifference: maybe(byDifference) })),
    pending: maybe(
      fc.record({
        nonce: hex(12).map((hex) => hex as Nonce),
        marked: fc.boolean(),
        from: instants,
        until: instants,
        isExact: fc.boolean(),
        isListed: fc.boolean(),
        candidates: fc.array(keyId, { maxLength: 3 }),
        others,
        value: maybe(value),
        overlap: maybe(fc.nat().map((milliseconds) => milliseconds as Duration)),
        trigger: maybe(trigger),
      }),
    ),
  }) as fc.Arbitrary<KeyRecord>;
}
