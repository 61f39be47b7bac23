/** Wrong declarations of a key in a JavaScript program, which no types check. Each fails with a sentence that says how to write it. */
import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { vendorNames } from "../../emulator/index";
import { keyClass } from "../vendors/classes";
import { kits } from "../vendors/index";

type Declare = new (...args: unknown[]) => unknown;

const cases = vendorNames.map((vendor) => {
  const { type, inputs } = kits[vendor].definition;
  const needed = Object.entries(inputs.shape).filter(([, input]) => !input.safeParse(undefined).success);
  const needs = `{ ${needed.map(([name]) => `${name}: …`).join(", ")} }`;
  return [type.replace(":", "."), keyClass(vendor), needs] as const;
});

describe.each(cases)("%s", (className, type, needs) => {
  const form = `new ${className}("ci", ${needs})`;
  const failureOf = (...args: unknown[]) => {
    try {
      return new (type as unknown as Declare)(...args);
    } catch (error) {
      return error;
    }
  };

  const missing = "the inputs are missing";
  const strange = "the inputs are no plain object";
  test.each<[string, unknown[], string]>([
    ["nothing", [], missing],
    ["null", [null], missing],
    ["a text", ["org-1"], strange],
    ["a list", [[]], strange],
    ["an output", [pulumi.output({})], strange],
    ["a promise", [Promise.resolve({})], strange],
  ])("with %s for its inputs", (_, args, wrong) => {
    const failure = failureOf("k", ...args);
    expect(failure).toBeInstanceOf(pulumi.RunError);
    expect((failure as Error).message).toBe(
      `${className} "k": ${wrong}: write an object with them after the name: ${form}`,
    );
  });

  test("without a name", () => {
    for (const args of [[], [{}]])
      expect((failureOf(...args) as Error).message).toBe(
        `${className}: write a name, then an object with the inputs: ${form}`,
      );
  });
});
