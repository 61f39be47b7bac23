/** Inputs from another resource that are known only in the up: the preview shows what may happen, and the up uses them. */
import { describe, expect, test } from "@jest/globals";
import { type VendorName, vendorNames } from "../../emulator/index";
import type { Properties } from "../stack/provider-process";
import { kits } from "../vendors/index";
import { Consumer } from "./harness/consumer";
import { keyCases, keyId } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("an input that is not known before the up", () => {
  const stack = sharedStack();
  const adopting = vendorNames[0] as VendorName;
  type Asked = "usual" | "another";

  /** The inputs in which the usual key and the other one differ, with the values of one of the two. */
  const asked = (vendor: VendorName, which: Asked) => {
    const { usual, another } = kits[vendor];
    const of = { usual: usual(stack.emulator), another: another(stack.emulator) };
    return Object.keys(of.another).map((name) => [name, String((of[which] as Properties)[name])] as const);
  };

  const program = (which: Asked) => async () => {
    for (const vendor of vendorNames) {
      const made = asked(vendor, which).map(([name, text]) => [name, new Consumer(`${vendor} ${name}`, "", text).made]);
      keyCases[vendor].declare(vendor, stack, Object.fromEntries(made));
    }
    const adopted = stack.ledger.keys.find(({ mintedBy }) => mintedBy === "stranger");
    const keyId = new Consumer("id", "", adopted?.id).made;
    keyCases[adopting].declare("adopting", stack, { adopt: { keyId } });
  };

  test("previews as a create, which sends nothing", async () => {
    stack.emulator.strangers.mint(adopting);
    const run = await stack.preview(program("usual"));
    for (const name of [...vendorNames, "adopting"]) expect(run.steps[name]).toEqual(["create"]);
    expect(run.sent()).toEqual([]);
  });

  const found = (name: string) => stack.ledger.keys.find(({ id }) => id === keyId(stack, name));
  const expectUsed = (which: Asked) => {
    for (const vendor of vendorNames)
      for (const [, text] of asked(vendor, which)) expect(JSON.stringify(found(vendor))).toContain(text);
  };

  test("is used as it turned out in the up", async () => {
    await stack.up();
    expectUsed("usual");
    expect(found("adopting")?.mintedBy).toBe("stranger");
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length + 1);
  });

  test("replaces the key when its value turns out to differ", async () => {
    const preview = await stack.preview(program("another"));
    const run = await stack.up();
    for (const name of vendorNames) {
      expect({ [name]: preview.steps[name] }).toEqual({ [name]: expect.arrayContaining(["replace"]) });
      expect({ [name]: run.steps[name] }).toEqual({ [name]: ["create-replacement", "replace", "delete-replaced"] });
    }
    expectUsed("another");
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length + 1);
  });
});
