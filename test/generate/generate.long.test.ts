/** `npm run generate -- --check` fails on each file that is not as it would be written, and says how to mend it. */
import { cpSync, mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { projectRoot } from "../../tools/project";
import { Clone } from "./clone";

const generated = [
  "provider/devin/resource.ts",
  "provider/index.ts",
  "provider/definitions.ts",
  "emulator/vendor-list.ts",
  "test/vendors/index.ts",
  "policy/package.json",
  "schema.json",
];
const plain = "provider/devin/definition.ts";

let fresh: Clone;
let clone: Clone;

beforeAll(async () => {
  // Whether the files of the repository itself are stale is no matter of these tests: `npm run check` tells.
  fresh = Clone.of(projectRoot);
  expect(await fresh.generate()).toMatchObject({ code: 0 });
});
beforeEach(() => {
  clone = Clone.of(fresh.root);
});
afterEach(() => clone.remove());
afterAll(() => fresh.remove());

describe("npm run generate -- --check", () => {
  test("says nothing when every file is as it would be written", async () => {
    expect(await clone.generate("--check")).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test.each(generated)("fails naming %s when it was edited, says how to mend it, and writes nothing", async (file) => {
    clone.write(file, "// edited by hand\n");
    const { code, stderr } = await clone.generate("--check");
    expect({ code, lines: stderr.trim().split("\n") }).toEqual({
      code: 1,
      lines: [`pulumi-apikeys: ${file} is stale: run \`npm run generate\``],
    });
    expect(clone.read(file)).toBe("// edited by hand\n");
  });

  test("fails when a docstring was edited, and the class and schema.json were not written anew", async () => {
    clone.replace(plain, "The id of the organization", "The name of the organization");
    const stderr = expect.stringMatching(/provider\/devin\/resource\.ts.*docs\/reference\/devin\.md.*schema\.json/s);
    expect(await clone.generate("--check")).toMatchObject({ code: 1, stderr });
  });

  test("fails when package.json has another version", async () => {
    clone.write("package.json", JSON.stringify({ ...JSON.parse(clone.read("package.json")), version: "9.9.9" }));
    const stderr = expect.stringMatching(/policy\/package\.json.*\n.*schema\.json/);
    expect(await clone.generate("--check")).toMatchObject({ code: 1, stderr });
  });

  test("an unknown flag is refused before anything is written", async () => {
    clone.write("schema.json", "edited");
    expect(await clone.generate("--chekc")).toMatchObject({ code: 1, stderr: expect.stringContaining("usage:") });
    expect(clone.read("schema.json")).toBe("edited");
  });
});

describe("npm run generate", () => {
  test("mends what is stale and leaves the rest alone", async () => {
    const before = clone.read("schema.json");
    clone.write("schema.json", "{}\n");
    const { stdout } = await clone.generate();
    expect(stdout).toBe("wrote schema.json\n");
    expect(clone.read("schema.json")).toBe(before);
  });

  test("a fourth vendor is one new folder", async () => {
    for (const folder of ["provider", "dist/provider"])
      cpSync(clone.path(`${folder}/devin`), clone.path(`${folder}/acme`), { recursive: true });
    clone.replace("dist/provider/acme/definition.js", /devin:/g, "acme:");
    clone.replace("dist/provider/acme/api.js", 'vendor: "devin"', 'vendor: "acme"');
    expect(await clone.generate()).toMatchObject({ code: 0 });
    expect(clone.read("provider/index.ts")).toContain('export * as acme from "./acme/resource";\n');
    expect(clone.read("provider/definitions.ts")).toContain(
      'import { definition as acme } from "./acme/definition";\n',
    );
    expect(clone.read("provider/definitions.ts")).toContain(`[acme, ${vendorNames.join(", ")}]`);
    expect(clone.read("emulator/vendor-list.ts")).toContain(`{ acme, ${vendorNames.join(", ")} }`);
    expect(clone.read("test/vendors/index.ts")).toContain(`{ acme, ${vendorNames.join(", ")} }`);
    const { resources, config } = JSON.parse(clone.read("schema.json"));
    expect(resources["apikeys:acme:ServiceApiKey"].inputProperties.orgId).toMatchObject({ type: "string" });
    expect(config.variables.acmeApiKey).toMatchObject({ secret: true });
  });

  test("a folder without a definition is no vendor", async () => {
    mkdirSync(clone.path("provider/nobody"));
    clone.write("provider/nobody/host.ts", "");
    expect(await clone.generate()).toMatchObject({ code: 0, stdout: expect.stringContaining("nothing to write") });
  });
});

describe("generation fails with a sentence, and writes nothing, when", () => {
  const common = "provider/core/program/resource.ts";
  const rich = "provider/nekuda/definition.ts";
  const built = "dist/provider/nekuda/definition.js";

  test.each([
    ["an input has no docstring", plain, /\n {2}\/\*\*\n {3}\* The id of.*?\*\//s, "", "orgId has no docstring"],
    ["an output has no docstring", rich, "/** The public key. */", "", "outputs.publicKey has no docstring"],
    ["a definition has no docstring", plain, /\/\*\*\n \* A service key of.*?\*\//s, "", "definition has no docstring"],
    [
      "a common input has no docstring",
      common,
      /\n {2}\/\*\*\n {3}\* Whether the key's description.*?\*\//s,
      "",
      "marker has no docstring",
    ],
    [
      "a docstring promises a replacement that does not come",
      rich,
      "A change sends nothing.",
      "A change replaces the key.",
      "the docstring of `onDelete` says that a change replaces the key, but `identity`",
    ],
    [
      "a common docstring promises a replacement that does not come",
      common,
      "A change sends nothing",
      "A change replaces the key",
      "the docstring of `marker` is wrong on whether a change replaces the key",
    ],
    [
      "the docstring of the key's value does not call it a secret",
      plain,
      "The key, a secret.",
      "The key.",
      '`apiKey` holds the key\'s value, but its docstring does not call it "a secret"',
    ],
    [
      "a common input is declared that is refused",
      common,
      "marker?: pulumi.Input<boolean> | undefined;",
      "marker?: pulumi.Input<boolean> | undefined;\n  /** Another. */\n  other?: pulumi.Input<string>;",
      "CommonArgs has `other`, but `commonInputs` refuses it",
    ],
    [
      "a common input is read that is not declared",
      common,
      "marker?: pulumi.Input<boolean>",
      "mark?: pulumi.Input<boolean>",
      "`marker` is read, but CommonArgs does not have it",
    ],
    [
      "an input is of no type that the schema has",
      built,
      /onDelete: zod_1\.z\.enum\(.*?\}\)/s,
      "onDelete: zod_1.z.array(zod_1.z.string())",
      "the input `onDelete` is of type array",
    ],
  ])("%s", async (_, file, text, by, sentence) => {
    const before = generated.map((name) => clone.read(name));
    clone.replace(file, text, by);
    const { code, stderr } = await clone.generate();
    expect(stderr).toContain(sentence);
    expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 1, lines: 1 });
    expect(generated.map((name) => clone.read(name))).toEqual(before);
  });

  test("a vendor's folder has a name that can be no identifier", async () => {
    mkdirSync(clone.path("provider/ac-me"));
    for (const file of ["resource.ts", "definition.ts"]) clone.write(`provider/ac-me/${file}`, "");
    expect(await clone.generate()).toMatchObject({ code: 1, stderr: expect.stringContaining("provider/ac-me") });
  });

  test("a vendor was not built", async () => {
    mkdirSync(clone.path("provider/acme"));
    for (const file of ["resource.ts", "definition.ts"]) clone.write(`provider/acme/${file}`, "");
    const stderr = expect.stringContaining("provider/acme/definition.ts is not built: run this as `npm run generate`");
    expect(await clone.generate()).toMatchObject({ code: 1, stderr });
  });
});
