/** What a key waits for in a program: its inputs. It never waits for another resource just because both are in one component. */
import { expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { type VendorName, vendorNames } from "../../emulator/index";
import { keyClass } from "../vendors/classes";
import { kits } from "../vendors/index";

const values = Object.fromEntries(Object.values(kits).map(({ definition }) => [definition.valueOutput, "value"]));

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

function declaredKey(vendor: VendorName, name: string, options: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const { sample, definition } = kits[vendor];
  const key = new (keyClass(vendor))(name, sample.inputs, options);
  return (key as unknown as Readonly<Record<string, pulumi.Output<string>>>)[
    definition.valueOutput
  ] as pulumi.Output<string>;
}

/** Waits until resources of all these names are registered. Returns the names in the order of their registration. */
function registered(names: readonly string[], program: () => void): Promise<string[]> {
  const seen: string[] = [];
  return new Promise((resolve) => {
    const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => {
      seen.push(name);
      if (names.every((wanted) => seen.includes(wanted))) resolve(seen.filter((known) => names.includes(known)));
      return { id: name, state: { ...inputs, ...values } };
    };
    pulumi.runtime.setMocks({ newResource, call: () => ({}) });
    void pulumi.runtime.runInPulumiStack(async () => program());
  });
}

test.each(vendorNames)("a %s key and its consumer may share a component", async (vendor) => {
  const order = ["blue", "key", "consumer"];
  expect(await registered(order, () => void new Team((options) => declaredKey(vendor, "key", options)))).toEqual(order);
});

test.each(vendorNames)("two %s keys may share a component with a sibling that is never ready", async (vendor) => {
  class Pair extends pulumi.ComponentResource {
    constructor() {
      super("test:index:Pair", "pair");
      const options = { parent: this };
      new Consumer("never", new Promise<string>(() => {}), options);
      for (const name of ["one", "two"]) declaredKey(vendor, name, options);
    }
  }
  expect(await registered(["one", "two"], () => void new Pair())).toEqual(["one", "two"]);
});
