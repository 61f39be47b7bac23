// The package as TypeScript programs and offline tests see it: its types under each kind of module resolution, and its emulator.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { runChild } from "../../tools/child";
import { projectFile } from "../../tools/project";
import { type Consumer, installedConsumer, json } from "./consumer-folder";
import { rightOfflineTest, rightPolicyPack, rightProgram, wrongProgram } from "./typed-programs";

const { devDependencies } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
const nodenext = { module: "nodenext", skipLibCheck: false };
// The compiler options that `pulumi new typescript` has written for years.
const pulumiTemplate = {
  module: "commonjs",
  moduleResolution: "node10",
  ignoreDeprecations: "6.0",
  skipLibCheck: true,
};

let consumer: Consumer;

beforeAll(async () => {
  const names = ["@pulumi/policy", "@types/node"];
  const installed = Object.fromEntries(names.map((name) => [name, devDependencies[name]]));
  consumer = await installedConsumer({ devDependencies: installed });
});
afterAll(() => consumer?.remove());

test("right programs and offline tests compile as CommonJS and as ES modules, all types of the package checked", async () => {
  const files = { program: rightProgram, offline: rightOfflineTest };
  expect(await compile("right", nodenext, inBothKinds(files))).toBe("");
});

test("wrong programs compile neither as CommonJS nor as ES modules; a user's own policy pack compiles as both", async () => {
  // The types of @pulumi/policy 1.21.0 are broken: index.d.ts exports names that its build has stripped. So the test skips library types.
  const files = { program: wrongProgram, pack: rightPolicyPack };
  expect(await compile("wrong", { ...nodenext, skipLibCheck: true }, inBothKinds(files))).toBe("");
});

test("right and wrong programs are told apart with the compiler options of Pulumi's template", async () => {
  expect(
    await compile("template", pulumiTemplate, {
      "right.ts": rightProgram,
      "wrong.ts": wrongProgram,
      "pack.ts": rightPolicyPack,
    }),
  ).toBe("");
});

test.each([
  ["require", "offline.cjs", `const { createEmulator } = require("pulumi-apikeys/emulator");`],
  ["import", "offline.mjs", `import { createEmulator } from "pulumi-apikeys/emulator";`],
])("the emulator comes with the package by %s, and answers", async (_how, file, getIt) => {
  consumer.write({ [file]: `${getIt}\n${askTheEmulator}` });
  const { code, output } = await runChild(process.execPath, [file], { cwd: consumer.folder, timeLimitMs: 30_000 });
  expect({ code, output }).toEqual({ code: 0, output: "200 []\n" });
});

test("only what package.json exports can be imported", async () => {
  consumer.write({ "inside.cjs": `require("pulumi-apikeys/dist/provider/core/values/secret.js");` });
  const { code, output } = await runChild(process.execPath, ["inside.cjs"], { cwd: consumer.folder });
  expect(code).not.toBe(0);
  expect(output).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
});

const askTheEmulator = `
async function main() {
  const emulator = await createEmulator();
  const { KOSLI_API_URL: url, KOSLI_ORG: org, KOSLI_API_TOKEN: token } = emulator.environment();
  const answer = await fetch(\`\${url}/api/v2/service-accounts/\${org}/ci/api-keys\`, { headers: { authorization: \`Bearer \${token}\` } });
  console.log(answer.status, JSON.stringify(await answer.json()));
  await emulator.close();
}
main();
`;

/** Compiles the files in a folder of their own, with this repository's TypeScript. Returns its complaints. */
async function compile(folder: string, options: object, files: Readonly<Record<string, string>>): Promise<string> {
  const compilerOptions = {
    target: "es2022",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    // The program is also a library of components, so the types of its exports must have names.
    declaration: true,
    ...options,
  };
  consumer.write({ [join(folder, "tsconfig.json")]: json({ compilerOptions }) });
  for (const [path, text] of Object.entries(files)) consumer.write({ [join(folder, path)]: text });
  const tsc = require.resolve("typescript/bin/tsc");
  const { code, output } = await runChild(process.execPath, [tsc, "--noEmit", "--project", folder], {
    cwd: consumer.folder,
    timeLimitMs: 60_000,
  });
  return code === 0 ? output : output || `tsc ended with ${code}`;
}

function inBothKinds(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, text]) => [
      [`${name}.cts`, text],
      [`${name}.mts`, text],
    ]),
  );
}
