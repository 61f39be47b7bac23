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
  const help = `write a name, then an object with the inputs: new ${className}("ci", ${needs})`;
  const failureOf = (...args: unknown[]) => {
    try {
      return new (type as Declare)(...args);
    } catch (error) {
      return error;
    }
  };

  test.each<[string, unknown[]]>([
    ["nothing", []],
    ["null", [null]],
    ["a text", ["org-1"]],
    ["a list", [[]]],
    ["an output", [pulumi.output({})]],
    ["a promise", [Promise.resolve({})]],
  ])("with %s for its inputs", (_, args) => {
    const failure = failureOf("k", ...args);
    expect(failure).toBeInstanceOf(pulumi.RunError);
    expect((failure as Error).message).toBe(`${className} "k": ${help}`);
  });

  test("without a name", () => {
    for (const args of [[], [{}]]) expect((failureOf(...args) as Error).message).toBe(`${className}: ${help}`);
  });
});
