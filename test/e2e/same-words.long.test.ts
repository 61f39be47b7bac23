/** Changes of a program that mean the same key, such as `2160h` for `90d`: nothing is sent, and no consumer sees a change. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { Consumer } from "./harness/consumer";
import { keyCases } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("a key whose inputs say the same in other words", () => {
  const stack = sharedStack();
  const expiring = keyCases[vendorThat(({ definition }) => definition.expiry?.input === "expiresIn")];
  const adopted = forEachVendor(() => ({ keyId: "", value: "" }));
  const names = ["expiresIn", "expiresAt", ...vendorNames.flatMap((vendor) => [`${vendor}-marker`, `${vendor}-adopt`])];

  interface Words {
    readonly expiresIn: string;
    readonly expiresAt: string;
    readonly marker: object;
    readonly adopt: (vendor: keyof typeof adopted) => object;
  }

  const program =
    ({ expiresIn, expiresAt, marker, adopt }: Words) =>
    async () => {
      const keys = [
        expiring.declare("expiresIn", stack, { expiresIn }),
        expiring.declare("expiresAt", stack, { expiresAt }),
        ...vendorNames.map((vendor) => keyCases[vendor].declare(`${vendor}-marker`, stack, marker)),
        ...vendorNames.map((vendor) => keyCases[vendor].declare(`${vendor}-adopt`, stack, adopt(vendor))),
      ];
      for (const [index, key] of keys.entries()) new Consumer(`consumer of ${names[index]}`, key.value);
    };
  const first: Words = {
    expiresIn: "90d",
    expiresAt: "2099-01-31T12:00:00Z",
    marker: {},
    adopt: (vendor) => ({ adopt: adopted[vendor] }),
  };
  const all = [...names, ...names.map((name) => `consumer of ${name}`)];
  const allSame = Object.fromEntries(all.map((name) => [name, ["same"]]));

  test("is minted and adopted, and used", async () => {
    for (const vendor of vendorNames) {
      const key = stack.emulator.strangers.mint(vendor, { name: "for tests", description: "for tests" });
      adopted[vendor] = { keyId: key.id, value: stack.ledger.valueOf(key) };
    }
    const run = await stack.up(program(first));
    expect(run.steps).toEqual(Object.fromEntries(all.map((name) => [name, ["create"]])));
  });

  const others: Words = {
    expiresIn: "2160h",
    expiresAt: "2099-01-31T14:00:00+02:00",
    marker: { marker: false },
    adopt: (vendor) => ({ adopt: { keyId: adopted[vendor].keyId } }),
  };

  test.each<[string, Words]>([
    ["an equal duration, an equal instant, no marker, adopt without the value", others],
    ["adopt of another key", { ...others, adopt: (vendor) => ({ adopt: { keyId: kits[vendor].sample.otherKeyId } }) }],
    ["adopt removed", { ...others, adopt: () => ({}) }],
  ])("is the same to a preview and an up: %s", async (_, words) => {
    const preview = await stack.preview(program(words));
    expect(preview.steps).toEqual(allSame);
    expect(preview.sent()).toEqual([]);
    const run = await stack.up();
    expect(run.steps).toEqual(allSame);
    expect(run.sent()).toEqual([]);
  });

  test("goes with one revoke for each key in a destroy", async () => {
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
