/** The quickstart as a newcomer runs it, against the emulator. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { sharedStack } from "./harness/stack";

describe("examples/quickstart", () => {
  const stack = sharedStack();
  const names = ["ci", "reporter", "checkout"];
  const every = (...steps: string[]) => Object.fromEntries(names.map((name) => [name, steps]));

  // The program itself reads from the environment where its keys belong.
  beforeAll(() => void Object.assign(process.env, stack.emulator.environment()));
  afterAll(() => {
    for (const name of Object.keys(stack.emulator.environment())) delete process.env[name];
  });

  /** Evaluated anew, as in each run of the engine: jest's own require would answer with what it has. */
  async function program(): Promise<Record<string, unknown>> {
    const text = readFileSync(projectFile("dist", "examples", "quickstart", "index.js"), "utf8");
    const exports = {};
    new Function("exports", "require", text)(exports, require);
    return exports;
  }

  test("mints a key of each vendor, and hands them on as secrets", async () => {
    const run = await stack.up(program);
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
