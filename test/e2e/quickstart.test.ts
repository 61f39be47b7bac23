/** The quickstart as a newcomer runs it in a clone, by the Pulumi.yaml at its root, against the emulator. */
import { describe, expect, test } from "@jest/globals";
import { sharedProgram } from "./harness/stack";

/** What a clone holds of it, built; without all else, so that nothing else is found by accident. */
const clone = { parts: ["Pulumi.yaml", "package.json", "dist/provider", "examples/quickstart"] };
const names = ["ci", "reporter", "checkout"];
const every = (...steps: string[]) => Object.fromEntries(names.map((name) => [name, steps]));

describe("the project at the root", () => {
  const stack = sharedProgram(".", clone);

  test("mints a key of each vendor, and hands them on as secrets", async () => {
    const preview = await stack.preview();
    expect([preview.steps, preview.sent()]).toEqual([every("create"), []]);
    const run = await stack.up();
    expect(run.steps).toEqual(every("create"));
    expect(
      stack.ledger
        .liveKeys()
        .map(({ vendor }) => vendor)
        .toSorted(),
    ).toEqual(["devin", "kosli", "nekuda"]);
    expect(run.output).toMatch(/devinKey\s*: \[secret\]/);
    expect(run.output).toMatch(/kosliKey\s*: \[secret\]/);
    expect(run.output).toMatch(/nekudaPrivateKey\s*: \[secret\]/);
    expect(run.output).toMatch(/kosliKeyExpiresAt\s*: "\d{4}-/);
    expect(run.output).not.toMatch(/warning/i);
  });

  test("changes nothing in a second up, which sends nothing", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(every("same"));
    expect(run.sent()).toEqual([]);
  });

  test("changes nothing in a refresh", async () => {
    expect((await stack.refresh()).steps).toEqual(every("same"));
  });

  test("revokes every key in a destroy", async () => {
    const run = await stack.destroy();
    expect(run.steps).toEqual(every("delete"));
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
