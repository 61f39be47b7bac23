// The policy pack that comes with the package: a new project needs one flag, and a message says what is missing.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../emulator/index";
import { projectFile } from "../../tools/project";
import { type Consumer, installedConsumer } from "./consumer-folder";
import { carefulProgram, commonJsProgram } from "./programs";
import { type PulumiProject, pulumiProject } from "./pulumi-project";

const pack = "node_modules/pulumi-apikeys/policy";
const { devDependencies } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));

let consumer: Consumer;
let emulator: Emulator;
let project: PulumiProject;

beforeAll(async () => {
  emulator = await createEmulator();
  consumer = await installedConsumer({}, () => ({ "index.js": commonJsProgram }));
  project = await pulumiProject(consumer.folder, "index.js", emulator);
});
afterAll(async () => {
  await project?.dispose();
  consumer?.remove();
  await emulator?.close();
});

test("without @pulumi/policy the run says what to install, and mints nothing", async () => {
  const { code, output } = await project.run("up", "--policy-pack", pack);
  expect(code).not.toBe(0);
  expect(output).toContain("its policy pack needs @pulumi/policy: run `npm install --save-dev @pulumi/policy`");
  expect(output).not.toMatch(/^\s+at /m);
  expect(emulator.ledger.calls()).toEqual([]);
});

test("with @pulumi/policy, a careless program is stopped before a key is minted", async () => {
  await consumer.npm("install", "--save-dev", `@pulumi/policy@${devDependencies["@pulumi/policy"]}`);
  expect(existsSync(join(consumer.folder, "node_modules/@pulumi/policy/node_modules"))).toBe(false);
  const { code, output } = await project.run("up", "--policy-pack", pack);
  expect(code).not.toBe(0);
  expect(output).toMatch(/\[mandatory\] \[severity: high\] +key-rotates/);
  expect(emulator.ledger.mints).toEqual([]);
});

test("with @pulumi/policy, a careful program mints its key", async () => {
  consumer.write({ "index.js": carefulProgram });
  const { code, output } = await project.run("up", "--policy-pack", pack);
  expect([code, output]).toEqual([0, expect.stringContaining("✅ pulumi-apikeys@v")]);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
});
