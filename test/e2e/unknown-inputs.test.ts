/** Inputs that another resource will only tell in the up: they preview as what they may become, and work in the up. */
import { describe, expect, test } from "@jest/globals";
import { Consumer } from "./harness/consumer";
import { keyCases, keyId } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("an input that is not known before the up", () => {
  const stack = sharedStack();
  const { devin, kosli, nekuda } = keyCases;

  const program = (made: string) => async () => {
    const orgId = new Consumer("org", "", made === "first" ? stack.emulator.place("devin").scope : "org-second").made;
    const text = new Consumer("text", "", made).made;
    const adopted = stack.ledger.keys.find(({ mintedBy }) => mintedBy === "stranger");
    devin.declare("devin", stack, { orgId });
    kosli.declare("kosli", stack, { description: text });
    nekuda.declare("nekuda", stack, { name: text, description: text });
    const keyId = new Consumer("id", "", adopted?.id).made;
    kosli.declare("adopting", stack, { adopt: { keyId } });
  };

  test("previews as a create, which sends nothing", async () => {
    stack.emulator.strangers.mint("kosli");
    const run = await stack.preview(program("first"));
    for (const name of ["devin", "kosli", "nekuda", "adopting"]) expect(run.steps[name]).toEqual(["create"]);
    expect(run.sent()).toEqual([]);
  });

  test("is used as it turned out in the up", async () => {
    await stack.up();
    const found = (name: string) => stack.ledger.keys.find(({ id }) => id === keyId(stack, name));
    expect(found("devin")?.scope).toBe(stack.emulator.place("devin").scope);
    expect(found("kosli")?.description).toMatch(/^first \[/);
    expect(found("nekuda")?.name).toBe("first");
    expect(found("adopting")?.mintedBy).toBe("stranger");
    expect(stack.ledger.liveKeys()).toHaveLength(4);
  });

  test("replaces the key when it turns out to be another", async () => {
    stack.emulator.place("devin", { scope: "org-second" });
    const preview = await stack.preview(program("second"));
    const run = await stack.up();
    for (const name of ["devin", "kosli", "nekuda"]) {
      expect({ [name]: preview.steps[name] }).toEqual({ [name]: expect.arrayContaining(["replace"]) });
      expect({ [name]: run.steps[name] }).toEqual({ [name]: ["create-replacement", "replace", "delete-replaced"] });
    }
    expect(stack.ledger.liveKeys()).toHaveLength(4);
  });
});
