/** The record of a key in the state: all that is written is read again. It is plain JSON, and the value is wrapped as a secret. */
import { describe, expect, test } from "@jest/globals";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import fc from "fast-check";
import type { KeyRecord } from "../../provider/core/record/record";
import { readRecord, writeOutputs } from "../../provider/core/record/stored";
import type { Instant } from "../../provider/core/values/instant";
import { reveal, type Secret } from "../../provider/core/values/secret";
import { UserError } from "../../provider/core/values/user-error";
import { vendorThat } from "../vendors/every-vendor";
import { printOuts } from "./print-outs.test.support";
import {
  anyRecord,
  asState,
  origin,
  type Sample,
  samples,
  vendors,
  wholeRecord,
  withKey,
} from "./samples.test.support";

/** A record with its values opened, and without its undefined fields. */
function opened({ key, pending, ...rest }: KeyRecord): unknown {
  const open = (held: { value?: Secret | undefined } | undefined) =>
    held && { ...held, value: held.value && reveal(held.value) };
  return JSON.parse(JSON.stringify({ ...rest, key: open(key), pending: open(pending) }));
}

function undefinedAt(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(undefinedAt);
}

function write({ definition, inputs }: Sample, record: KeyRecord): Record<string, unknown> {
  return writeOutputs(definition, inputs, record);
}

describe.each(vendors)("%s", (_vendor, sample) => {
  const { definition, inputs } = sample;

  test("whatever a record holds, what was written is what is read", () => {
    fc.assert(
      fc.property(anyRecord(sample), (record) => {
        const state = asState(write(sample, record));
        expect(opened(readRecord(definition, state).record)).toEqual(opened(record));
      }),
      { numRuns: 250 },
    );
  });

  test("a record that was read is written again as it was", () => {
    fc.assert(
      fc.property(anyRecord(sample), (record) => {
        const state = asState(write(sample, record));
        expect(asState(writeOutputs(definition, state, readRecord(definition, state).record))).toEqual(state);
      }),
      { numRuns: 250 },
    );
  });

  test("outputs are plain: JSON all through, and undefined at no depth", () => {
    fc.assert(
      fc.property(anyRecord(sample), (record) => {
        const outputs = writeOutputs(
          definition,
          { ...inputs, account: undefined, nothing: { deep: undefined } },
          record,
        );
        expect(undefinedAt(outputs)).toBe(false);
        expect(JSON.parse(JSON.stringify(outputs))).toEqual(outputs);
      }),
      { numRuns: 300 },
    );
  });

  test("the value is wrapped as the engine's secret and stands nowhere else", () => {
    const outputs = write(sample, wholeRecord(sample));
    expect(outputs[definition.valueOutput]).toEqual({
      [specialSigKey]: specialSecretSig,
      value: "value-CANARY-0a1b2c",
    });
    const { [definition.valueOutput]: _, ...others } = outputs;
    expect(JSON.stringify(others)).not.toContain("CANARY");
  });

  test("an output in which the vendor shows the value is wrapped as one, and read again", () => {
    const shown = Object.fromEntries(
      Object.keys(definition.outputs).map((name) => [name, "shown: value-CANARY-0a1b2c"]),
    );
    const outputs = write(sample, withKey(wholeRecord(sample), { outputs: shown }));
    const clear = Object.entries(outputs).filter(([, value]) => !(value as { value?: unknown }).value);
    expect(JSON.stringify(clear)).not.toContain("CANARY");
    expect(readRecord(definition, asState(outputs)).record.key?.outputs).toEqual(shown);
  });

  test("a key without a known value has no such output at all", () => {
    expect(write(sample, withKey(wholeRecord(sample), { value: undefined }))).not.toHaveProperty(
      definition.valueOutput,
    );
  });

  test("the inputs are kept, `adopt` and the provider's text are not", () => {
    const adopt = { keyId: sample.keyId, value: "adopt-CANARY" };
    const outputs = writeOutputs(definition, { ...inputs, account: "eu", marker: false, adopt }, wholeRecord(sample));
    expect(outputs).toMatchObject({ origin, account: "eu", marker: false, keyId: sample.keyId });
    expect(outputs).not.toHaveProperty("adopt");
    expect(JSON.stringify(outputs)).not.toContain("adopt");
    expect(readRecord(definition, asState(outputs)).inputs).toMatchObject({ account: "eu", origin });
  });

  test("a state that was written with `adopt` in it by hand can be read, and loses it", () => {
    const state = { ...asState(write(sample, wholeRecord(sample))), adopt: { keyId: 1, value: { odd: "CANARY" } } };
    const { record } = readRecord(definition, state);
    expect(JSON.stringify(writeOutputs(definition, state, record))).not.toMatch(/adopt|odd/);
  });

  test("a text that cannot be an id is never acted on, also among candidates, and is not quoted", () => {
    for (const wrong of [".", "..", "a/b", " ", "é", "CANARY/..", "x".repeat(200)]) {
      const at = "2026-01-31T12:00:00Z";
      const pending = { nonce: "0".repeat(12), marked: true, from: at, until: at, isExact: true };
      const state = asState(write(sample, wholeRecord(sample)));
      const candidates = [sample.otherKeyId, wrong];
      for (const edit of [
        { keyId: wrong },
        { previousKeyId: wrong, previousValidUntil: at },
        { pending: { ...pending, candidates } },
      ]) {
        expect(() => readRecord(definition, { ...state, ...edit })).toThrow(/are missing or edited/);
        expect(() => readRecord(definition, { ...state, ...edit })).not.toThrow(/CANARY/);
      }
    }
  });

  test("a key that is not known has an empty id", () => {
    const outputs = write(sample, { ...wholeRecord(sample), key: undefined });
    expect(outputs.keyId).toBe("");
    expect(readRecord(definition, asState(outputs)).record.key).toBeUndefined();
  });

  test("an edited state is told by the names of its fields, without their contents", () => {
    const state = asState(write(sample, wholeRecord(sample)));
    const edits: [Record<string, unknown>, RegExp][] = [
      [{ mintedBy: "CANARY" }, /edited: mintedBy\. Nothing/],
      [{ mintedBy: { url: { CANARY: "CANARY" } } }, /edited: mintedBy\.url\. Nothing/],
      [{ keyId: { CANARY: "CANARY" } }, /edited: keyId\. Nothing/],
      [{ createdAt: ["CANARY"] }, /edited: createdAt\. Nothing/],
      [{ keyIdProof: "CANARY" }, /edited: keyIdProof\. Nothing/],
      [{ pending: { nonce: "CANARY" } }, /edited: pending\.from, /],
      [{ origin: { name: "CANARY", hash: "CANARY" } }, /edited: __origin\.hash\. Nothing/],
      [{ origin: "CANARY" }, /edited: __origin\. Nothing/],
      [{ identity: "CANARY" }, /edited: identity\. Nothing/],
      [{ account: ["CANARY"] }, /edited: account\. Nothing/],
    ];
    for (const [edit, fields] of edits) {
      let error: unknown;
      try {
        readRecord(definition, { ...state, ...edit });
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(UserError);
      expect((error as Error).message).toMatch(fields);
      expect((error as Error).message).toMatch(/are missing or edited/);
      expect(printOuts(error)).not.toMatch(/CANARY/);
    }
  });

  test("whatever stands in a state, reading it gives a record or a sentence", () => {
    const state = asState(write(sample, wholeRecord(sample)));
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(state), "pending", "account", "marker"),
        fc.anything(),
        (name, value) => {
          try {
            readRecord(definition, { ...state, [name]: value });
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

test("an organization is written from the account that minted the key", () => {
  const sample = samples[vendorThat(({ definition }) => definition.account.org !== undefined)];
  const { config = "" } = sample.definition.account.org ?? {};
  const { [config]: _, ...inputs } = sample.inputs;
  const { org } = sample.mintedBy;
  const outputs = writeOutputs(sample.definition, inputs, wholeRecord(sample));
  expect(org).toBeDefined();
  expect(outputs).toMatchObject({ [config]: org, mintedBy: { org } });
});

test("an expiry is the vendor's word where it is known", () => {
  const sample = samples[vendorThat(({ definition }) => definition.expiry !== undefined)];
  const { output = "" } = sample.definition.expiry ?? {};
  const record = withKey(wholeRecord(sample), { expiresAt: "2027-01-31T12:00:00Z" as Instant });
  const inputs = { ...sample.inputs, [output]: "2027-01-31T14:00:00+02:00" };
  expect(writeOutputs(sample.definition, inputs, record)).toMatchObject({ [output]: "2027-01-31T12:00:00Z" });
});
