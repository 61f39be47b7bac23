/** How a JavaScript program, which no types check, may declare a key wrongly: a sentence says how it is written. */
import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { devin, kosli, nekuda } from "pulumi-apikeys";

type Declare = new (...args: unknown[]) => unknown;

describe.each<[string, unknown, string]>([
  ["devin.ServiceApiKey", devin.ServiceApiKey, "{ orgId: … }"],
  ["kosli.ServiceAccountApiKey", kosli.ServiceAccountApiKey, "{ serviceAccount: …, description: … }"],
  ["nekuda.ApiKey", nekuda.ApiKey, "{ name: … }"],
])("%s", (className, type, needs) => {
  const form = `new ${className}("ci", ${needs})`;
  const failureOf = (...args: unknown[]) => {
    try {
      return new (type as Declare)(...args);
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
