/** The pack knows each resource of the project by both of its types. Each policy has all that its users see, such as a description. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import * as vendors from "pulumi-apikeys";
import { policies } from "../../policy/index";
import { definitionByToken } from "../../policy/key";
import { projectFile } from "../../tools/project";

const { resources } = JSON.parse(readFileSync(projectFile("schema.json"), "utf8"));
const classes = Object.values(vendors).flatMap((vendor) => Object.values(vendor) as { __pulumiType?: string }[]);

test("the types are those of the classes and of schema.json, and no other", () => {
  const types = [...classes.map(({ __pulumiType }) => __pulumiType), ...Object.keys(resources)];
  expect([...definitionByToken.keys()].toSorted()).toEqual(types.toSorted());
});

test("the pack's version is the project's", () => {
  const [project, pack] = ["package.json", "policy/package.json"].map((file) =>
    JSON.parse(readFileSync(projectFile(file), "utf8")),
  );
  expect(pack.version).toBe(project.version);
});

describe.each(policies.map((policy) => [policy.name, policy] as const))("%s", (_, policy) => {
  test("has a description, a severity, a level, and steps to mend what breaks it", () => {
    const { description, severity, enforcementLevel, remediationSteps } = policy;
    expect([description, severity, enforcementLevel, remediationSteps]).toEqual(Array(4).fill(expect.any(String)));
  });

  test("has a default and a description for each setting", () => {
    for (const setting of Object.values(policy.configSchema?.properties ?? {})) {
      expect(setting).toMatchObject({ default: expect.anything(), description: expect.any(String) });
    }
  });
});
