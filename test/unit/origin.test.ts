/** The origin of a record tells which resource it belongs to. Two resources of one name and type differ by their parents. */
import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { type VendorName, vendorNames } from "../../emulator/index";
import { keyClass } from "../vendors/classes";
import { kits } from "../vendors/index";

const [vendor] = vendorNames as [VendorName];

class Team extends pulumi.ComponentResource {
  constructor(type: string) {
    super(`test:index:${type}`, "team");
    new (keyClass(vendor))("ci", kits[vendor].sample.inputs, { parent: this });
  }
}

interface Origin {
  readonly name: string;
  readonly hash: string;
}

test("two keys of one name below two components have different origins of the same name", async () => {
  const origins: Origin[] = [];
  const both = new Promise<void>((resolve) => {
    const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
      if (inputs.__origin && origins.push(inputs.__origin) === 2) resolve();
      return { id: name, state: inputs };
    };
    pulumi.runtime.setMocks({ newResource, call: () => ({}) });
  });
  await pulumi.runtime.runInPulumiStack(async () => {
    new Team("Blue");
    new Team("Red");
  });
  await both;
  expect(origins.map(({ name }) => name)).toEqual(["ci", "ci"]);
  expect(new Set(origins.map(({ hash }) => hash)).size).toBe(2);
});
