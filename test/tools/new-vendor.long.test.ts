/** `npm run new-vendor <name>`: three folders that work from the start, and no file beside them that has to be edited. */
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { cleanUp, start, temporaryFolder } from "./processes";

/** What building and testing a vendor needs of a clone. */
const copied = [
  "docs",
  "emulator",
  "examples",
  "policy",
  "provider",
  "test",
  "tools",
  ".gitignore",
  ".npmrc",
  "biome.json",
  "jest.config.js",
  "package-lock.json",
  "package.json",
  "schema.json",
  "tsconfig.json",
];

let clone: string;
let made: Awaited<ReturnType<typeof run>>;

function run(script: string, ...args: string[]) {
  const paths = { PATH: `${projectFile("node_modules", ".bin")}:${process.env.PATH}` };
  return start(process.execPath, [join(clone, script), ...args], { ...process.env, ...paths }, clone).ended;
}

beforeAll(async () => {
  clone = temporaryFolder();
  for (const path of copied)
    if (existsSync(projectFile(path))) cpSync(projectFile(path), join(clone, path), { recursive: true });
  symlinkSync(projectFile("node_modules"), join(clone, "node_modules"));
  made = await run("tools/run.mjs", "new-vendor", "ladder");
});
afterAll(cleanUp);

describe("a new vendor", () => {
  test("is written into its three folders and into each list", () => {
    expect(made).toMatchObject({ code: 0 });
    for (const file of ["provider/ladder/api.ts", "provider/ladder/resource.ts", "emulator/ladder/vendor.ts"])
      expect(made.stdout).toContain(`wrote ${file}\n`);
    expect(readFileSync(join(clone, "provider/index.ts"), "utf8")).toContain("ladder");
    expect(made.stdout).toContain('grep -rn "FILL IN" provider/ladder');
  });

  test("breaks no type: no list of vendors is kept by hand", async () => {
    expect(await run("node_modules/typescript/bin/tsc", "--build")).toMatchObject({ code: 0, stdout: "" });
  });

  test("is tested by the suites of all vendors, and passes them", async () => {
    const suites = [
      "test/unit/marked-text.test.ts",
      "test/lifecycle/refresh.test.ts",
      "test/lifecycle/lost-answer.test.ts",
    ];
    const report = join(clone, "report.json");
    const named = ["--testNamePattern", "ladder", "--json", `--outputFile=${report}`, "--reporters=default"];
    const { stderr } = await run("node_modules/jest/bin/jest.js", ...suites, ...named);
    const { numFailedTests, numPassedTests } = JSON.parse(readFileSync(report, "utf8"));
    expect({ numFailedTests, stderr }).toEqual({ numFailedTests: 0, stderr });
    expect(numPassedTests).toBeGreaterThan(5);
  });

  test.each([["Ladder"], ["lad-der"], [""], ["ladder"], ["devin"]])(
    "is not written when its name is %j",
    async (name) => {
      const before = readFileSync(join(clone, "provider/index.ts"), "utf8");
      const { code, stderr } = await run("dist/tools/new-vendor.js", name);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/usage: npm run|is there already/) });
      expect(readFileSync(join(clone, "provider/index.ts"), "utf8")).toBe(before);
    },
  );
});
