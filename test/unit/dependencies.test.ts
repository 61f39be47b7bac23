/** What a key waits for in a program: what the program hands over, and nothing that stands beside it in a component. */
import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { devin, kosli, nekuda } from "pulumi-apikeys";
import { vendorNames } from "../../emulator/vendors";

class Consumer extends pulumi.CustomResource {
  constructor(name: string, value: pulumi.Input<string>, options: pulumi.CustomResourceOptions) {
    super("test:index:Consumer", name, { value }, options);
  }
}

class Team extends pulumi.ComponentResource {
  constructor(declare: (options: pulumi.CustomResourceOptions) => pulumi.Output<string>) {
    super("test:index:Team", "blue");
    const options = { parent: this };
    new Consumer("consumer", declare(options), options);
  }
}

const kinds = {
  devin: (options: pulumi.CustomResourceOptions) => new devin.ServiceApiKey("key", { orgId: "org-1" }, options).apiKey,
  kosli: (options: pulumi.CustomResourceOptions) =>
    new kosli.ServiceAccountApiKey("key", { serviceAccount: "ci", description: "d" }, options).apiKey,
  nekuda: (options: pulumi.CustomResourceOptions) => new nekuda.ApiKey("key", { name: "n" }, options).privateKey,
} as const;

/** The names of the resources as they are registered, until all of these are. */
function registered(names: readonly string[], program: () => void): Promise<string[]> {
  const seen: string[] = [];
  return new Promise((resolve) => {
    const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
      seen.push(name);
      if (names.every((wanted) => seen.includes(wanted))) resolve(seen.filter((known) => names.includes(known)));
      return { id: name, state: { ...inputs, apiKey: "value", privateKey: "value" } };
    };
    pulumi.runtime.setMocks({ newResource, call: () => ({}) });
    void pulumi.runtime.runInPulumiStack(async () => program());
  });
}

test.each(vendorNames)("a %s key and its consumer may share a component", async (vendor) => {
  const order = ["blue", "key", "consumer"];
  expect(await registered(order, () => void new Team(kinds[vendor]))).toEqual(order);
});

test("two keys may share a component with a sibling that is never ready", async () => {
  class Pair extends pulumi.ComponentResource {
    constructor() {
      super("test:index:Pair", "pair");
      const options = { parent: this };
      new Consumer("never", new Promise<string>(() => {}), options);
      for (const name of ["one", "two"])
        new kosli.ServiceAccountApiKey(name, { serviceAccount: "ci", description: "d" }, options);
    }
  }
  expect(await registered(["one", "two"], () => void new Pair())).toEqual(["one", "two"]);
});
