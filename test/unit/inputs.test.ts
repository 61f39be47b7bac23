/**
 * Inputs as users write them. What is wrong is refused on its property, with what to write instead. It is never quoted, and never judged
 * before it is known.
 */
import { describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import fc from "fast-check";
import { vendorNames } from "../../emulator/index";
import { readInputs } from "../../provider/core/program/inputs";
import { kits } from "../vendors/index";
import type { InputCases } from "../vendors/input-cases";
import { samples, vendors } from "./samples.test.support";

describe.each(vendors)("%s", (_vendor, { definition, inputs, keyId }) => {
  const properties = [...Object.keys(definition.inputs.shape), "account", "marker", "adopt"];

  test("right inputs are read, with every input that all vendors share", () => {
    const common = { account: "eu", marker: false, adopt: { keyId, value: "value" } };
    const read = readInputs(definition, { ...inputs, ...common });
    expect([...read.failures]).toEqual([]);
    expect(read.inputs).toMatchObject(common);
    expect(read.known).toBe(read.inputs);
    expect(read.unknown.size).toBe(0);
  });

  test.each(properties)("an unknown `%s` is no failure, and is known to be unknown", (property) => {
    for (const value of [unknownValue, { keyId: unknownValue }, { deep: [{ deeper: unknownValue }] }, [unknownValue]]) {
      const read = readInputs(definition, { ...inputs, [property]: value });
      expect([...read.failures]).toEqual([]);
      expect([...read.unknown]).toEqual([property]);
      expect(read.known).toMatchObject({ origin: inputs.origin });
    }
  });

  test("everything unknown at once is no failure", () => {
    const unknowns = Object.fromEntries(properties.map((property) => [property, unknownValue]));
    const { failures, unknown } = readInputs(definition, { ...inputs, ...unknowns });
    expect([...failures]).toEqual([]);
    expect(unknown.size).toBe(properties.length);
  });

  test("an unknown input does not hide what is wrong with another, nor what is known of a third", () => {
    const { failures, known } = readInputs(definition, { ...inputs, account: unknownValue, marker: "CANARY" });
    expect([...failures]).toEqual([["marker", "write true or false"]]);
    for (const name of Object.keys(definition.inputs.shape)) {
      if (name in inputs) expect(known).toHaveProperty(name);
    }
  });

  test("an input that does not exist is refused by its name", () => {
    const { failures, inputs: whole } = readInputs(definition, { ...inputs, expriesAt: "CANARY", nmae: 1 });
    expect(whole).toBeUndefined();
    expect([...failures]).toEqual([
      ["expriesAt", expect.stringMatching(`^${definition.type} has no such input. Its inputs are .*rotation`)],
      ["nmae", expect.stringMatching(`^${definition.type} has no such input. Its inputs are .*adopt`)],
    ]);
  });

  test("what an adoption needs is told", () => {
    for (const adopt of ["CANARY", { value: "CANARY" }, { keyId: 7 }, { keyId, value: ["CANARY"] }, null, []]) {
      expect([...readInputs(definition, { ...inputs, adopt }).failures]).toEqual([
        [
          expect.stringMatching(/^adopt(\.\w+)?$/),
          "write {keyId, value?}: the id of a live key, and its value where you have it",
        ],
      ]);
    }
    // A key's value may stand where a name should.
    expect([...readInputs(definition, { ...inputs, adopt: { keyId, CANARY: "CANARY" } }).failures]).toEqual([
      ["adopt", "it has an input that does not exist: write `keyId` and, if you have it, `value`"],
    ]);
    expect([...readInputs(definition, { ...inputs, adopt: { keyId, value: "CANARY\n" } }).failures]).toEqual([
      ["adopt.value", "write the key's value without spaces or line breaks"],
    ]);
  });

  test("no failure quotes what was written, wherever it was written", () => {
    const canary = "CANARY-1a2b3c";
    const leaf = fc.constantFrom<unknown>(
      canary,
      `${canary}\n`,
      [canary],
      { [canary]: canary },
      { keyId: [canary] },
      0,
      null,
      true,
      `${canary}/..`,
      canary.repeat(50),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...properties, "origin", "__provider"), leaf), (wrong) => {
        const { failures } = readInputs(definition, { ...inputs, ...wrong });
        expect(JSON.stringify([...failures])).not.toContain("CANARY");
        for (const [property, reason] of failures) {
          expect([property, reason.length > 10]).toEqual([expect.stringMatching(/^[\w.]+$/), true]);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("whatever is written, reading it never fails", () => {
    const anyInputs = fc.dictionary(fc.oneof(fc.constantFrom(...properties, "origin"), fc.string()), fc.anything());
    fc.assert(
      fc.property(anyInputs, (wrong) => void readInputs(definition, { ...inputs, ...wrong })),
      { numRuns: 400 },
    );
  });

  test("inputs that are missing are told on their properties", () => {
    const { failures } = readInputs(definition, { origin: inputs.origin, __provider: inputs.__provider });
    expect(failures.size).toBeGreaterThan(0);
    for (const reason of failures.values()) expect(reason).toMatch(/^write /);
  });
});

describe.each(vendorNames)("%s", (vendor) => {
  const { definition, inputs } = samples[vendor];
  const { malformed, longest }: InputCases = kits[vendor].inputCases;

  test.each(malformed)("refuses %j with what to write instead", (wrong) => {
    const { failures } = readInputs(definition, { ...inputs, ...wrong });
    expect([...failures]).toEqual([[Object.keys(wrong)[0], expect.stringMatching(/^write /)]]);
  });

  test("takes a text as long as it may be, and counts an emoji as one character, as the vendor does", () => {
    for (const [property, length] of Object.entries(longest)) {
      const failing = (text: string) => [...readInputs(definition, { ...inputs, [property]: text }).failures.keys()];
      for (const character of ["x", "🔑"]) {
        expect(failing(character.repeat(length))).toEqual([]);
        expect(failing(character.repeat(length + 1))).toEqual([property]);
      }
    }
  });
});
