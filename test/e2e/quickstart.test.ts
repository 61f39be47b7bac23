/** The quickstart as a newcomer runs it in a clone, by the Pulumi.yaml at its root, against the emulator. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { projectFile } from "../../tools/project";
import { sharedProgram } from "./harness/stack";
import { tokenVariable } from "./harness/variables";

/** The parts of a built clone that the quickstart needs. Nothing else is copied, so that the program cannot depend on more. */
const clone = { parts: ["Pulumi.yaml", "package.json", "dist/provider", "examples/quickstart"] };
const source = readFileSync(projectFile("examples", "quickstart", "index.ts"), "utf8");
const names = [...source.matchAll(/^const \w+ = new \w+\.\w+\("(\w+)"/gm)].map(([, name = ""]) => name);
const every = (...steps: string[]) => Object.fromEntries(names.map((name) => [name, steps]));
/** The variables that the program reads: each name in the environment, and the config key that counts if it is not set. */
const variables = [...source.matchAll(/process\.env\.(\w+) \|\| config\.require\("(\w+)"\)/g)].map(
  ([, variable = "", key = ""]) => [variable, key] as const,
);

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
    ).toEqual(vendorNames.toSorted());
    for (const vendor of vendorNames) expect(run.output).toMatch(new RegExp(`\\b${vendor}\\w*Key\\s*: \\[secret\\]`));
    expect(run.output).toMatch(/ExpiresAt\s*: "\d{4}-/);
    expect(run.output).not.toMatch(/warning: (?!using pulumi-language-nodejs)/);
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

describe("the project at the root, where something is not set", () => {
  const stack = sharedProgram(".", clone);
  const unset = (...names: string[]) => {
    for (const name of names) delete stack.environment[name];
  };

  test.each(variables)(
    "without %s, up names %s in the config and sends nothing, and the config mends it",
    async (variable, key) => {
      const value = stack.environment[variable] ?? "";
      unset(variable);
      const run = await stack.failing("up");
      expect(run.output).toContain(`pulumi config set pulumi-apikeys-quickstart:${key} <value>`);
      expect(run.sent()).toEqual([]);
      await stack.command("config", "set", key, value, "--stack", "test");
    },
  );

  test("without credentials, preview says which are missing, and up fails and mints nothing", async () => {
    const tokens = vendorNames.map(tokenVariable);
    unset(...tokens);
    const preview = await stack.preview();
    const up = await stack.failing("up");
    for (const token of tokens) {
      expect(preview.output).toContain(token);
      expect(up.output).toContain(token);
    }
    expect(stack.ledger.mints).toEqual([]);
  });
});
