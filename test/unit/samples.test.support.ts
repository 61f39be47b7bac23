/** For each vendor inputs as a program gives them, and a record as the product keeps it; and arbitraries of both. */
import { specialSigKey } from "@pulumi/pulumi/runtime";
import fc from "fast-check";
import { readInputs } from "../../provider/core/program/inputs";
import type { TriggerHash } from "../../provider/core/program/rotation-input";
import type { KeyRecord, OwnKey } from "../../provider/core/record/record";
import { newRecordId } from "../../provider/core/record/record";
import { type Duration, type Instant, instant } from "../../provider/core/values/instant";
import type { KeyId } from "../../provider/core/values/key-id";
import type { Nonce } from "../../provider/core/values/marker";
import { Secret } from "../../provider/core/values/secret";
import type { Definition, Identity } from "../../provider/core/vendor/definition";
import type { MintedBy } from "../../provider/core/vendor/minted-by";
import { definition as devin } from "../../provider/devin/definition";
import { definition as kosli } from "../../provider/kosli/definition";
import { definition as nekuda } from "../../provider/nekuda/definition";

export const origin = { name: "ci", hash: "01234567" };
const shell = "exports.handler=()=>0";
const at = "2026-01-31T12:00:00Z" as Instant;

export interface Sample {
  readonly definition: Definition;
  /** Whole and right. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly keyId: KeyId;
  readonly otherKeyId: KeyId;
  readonly mintedBy: MintedBy;
  /** The vendor's own outputs. */
  readonly outputs: Readonly<Record<string, string>>;
}

export const samples: Readonly<Record<"devin" | "kosli" | "nekuda", Sample>> = {
  devin: {
    definition: devin as unknown as Definition,
    inputs: { orgId: "org-0123", origin, __provider: shell },
    keyId: `apk-${"0a".repeat(16)}` as KeyId,
    otherKeyId: `apk-${"1b".repeat(16)}` as KeyId,
    mintedBy: { url: "https://api.devin.ai", account: "org-admin" },
    outputs: {},
  },
  kosli: {
    definition: kosli as unknown as Definition,
    inputs: { org: "acme", serviceAccount: "ci", description: "for the build", origin, __provider: shell },
    keyId: "0c0c0c0c-0c0c-4c0c-ac0c-0c0c0c0c0c0c" as KeyId,
    otherKeyId: "1d1d1d1d-1d1d-4d1d-ad1d-1d1d1d1d1d1d" as KeyId,
    mintedBy: { url: "https://app.kosli.com/api/v2", org: "acme" },
    outputs: {},
  },
  nekuda: {
    definition: nekuda as unknown as Definition,
    inputs: { name: "checkout", description: "for the shop", onDelete: "revoke", origin, __provider: shell },
    keyId: "2e2e2e2e-2e2e-4e2e-ae2e-2e2e2e2e2e2e" as KeyId,
    otherKeyId: "3f3f3f3f-3f3f-4f3f-af3f-3f3f3f3f3f3f" as KeyId,
    mintedBy: { url: "https://api.nekuda.ai", account: "org-uuid", principal: "0123456789abcdef" },
    outputs: { publicKey: "pk_test_1", privateKeyDisplay: "sk_test_…abcd", orgId: "org-uuid", environment: "test" },
  },
};

export const vendors = Object.entries(samples);

/** What a key is asked for with these inputs, as a mint writes it down. */
export function identityOf({ definition, inputs }: Sample, more: object = {}): Identity {
  const read = readInputs(definition, { ...inputs, ...more }).inputs;
  if (!read) throw new Error("a sample whose inputs are wrong");
  return definition.identity(read);
}

/** A record of which nothing is in doubt. */
export function wholeRecord(sample: Sample, value = "value-CANARY-0a1b2c"): KeyRecord {
  const { keyId, mintedBy, outputs } = sample;
  const key = { keyId, value: new Secret(value), createdAt: at, outputs };
  return { recordId: newRecordId(), mintedBy, identity: identityOf(sample), key };
}

/** The same with something else of its key. */
export function withKey({ key, ...rest }: KeyRecord, changes: Partial<OwnKey>): KeyRecord {
  if (!key) throw new Error("a record without a key");
  return { ...rest, key: { ...key, ...changes } };
}

/** What a later run is handed: the same, as JSON, with secrets opened. */
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
  const difference = fc.record({
    from: instants,
    until: instants,
    isExact: fc.boolean(),
    others,
    isConfirmed: fc.boolean(),
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
        difference: maybe(difference),
        trigger: maybe(trigger),
        expiresAt: sample.definition.expiry ? maybe(instants) : fc.constant(undefined),
        outputs: fc.record(Object.fromEntries(sample.definition.outputs.map((name) => [name, text])), {
          requiredKeys: [],
        }),
      }),
    ),
    previous: maybe(fc.record({ keyId, validUntil: instants, difference: maybe(difference) })),
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
