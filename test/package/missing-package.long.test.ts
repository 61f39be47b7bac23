// A stack whose program, folder or machine lacks the package: each run says in one sentence what to do, and touches no key.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, vendorNames } from "../../emulator/index";
import { type Consumer, installedConsumer } from "./consumer-folder";
import { commonJsProgram, programWithoutKeys } from "./programs";
import { type KeptKey, type PulumiProject, pulumiProject } from "./pulumi-project";

const sentence =
  `pulumi-apikeys cannot be loaded (MODULE_NOT_FOUND, Node ${process.versions.node}): run \`npm install pulumi-apikeys\` ` +
  "in the project's folder, with Node 22.19 or newer, then the same command again. No key was touched.";

let consumer: Consumer;
let emulator: Emulator;
let project: PulumiProject;
let keysBefore: KeptKey[];

beforeAll(async () => {
  emulator = await createEmulator();
  consumer = await installedConsumer({}, () => ({ "index.js": commonJsProgram }));
  project = await pulumiProject(consumer.folder, "index.js", emulator);
  expect(await project.run("up")).toMatchObject({ code: 0 });
  keysBefore = await project.keys();
  expect(keysBefore).toHaveLength(vendorNames.length);
  await consumer.npm("uninstall", "pulumi-apikeys");
});
afterAll(async () => {
  await project?.dispose();
  consumer?.remove();
  await emulator?.close();
});

test.each([
  ["destroy", "the package is not installed", commonJsProgram],
  ["refresh", "the package is not installed", commonJsProgram],
  ["up", "the package was removed together with the last key", programWithoutKeys],
] as const)("%s fails with a sentence and touches nothing when %s", async (command, _when, program) => {
  consumer.write({ "index.js": program });
  const callsBefore = emulator.ledger.calls();
  const { code, output } = await project.run(command);
  expect(code).not.toBe(0);
  expect(output).toContain(sentence);
  expect(output).not.toMatch(/^\s+at /m);
  expect(await project.keys()).toEqual(keysBefore);
  expect(emulator.ledger.calls()).toEqual(callsBefore);
  expect(emulator.ledger.liveKeys()).toHaveLength(vendorNames.length);
  expect(emulator.ledger.secrets().filter((secret) => output.includes(secret))).toEqual([]);
});

test("once the package is installed again, destroy revokes the keys", async () => {
  await consumer.npm("install", consumer.tarball);
  expect(await project.run("destroy")).toMatchObject({ code: 0 });
  expect(emulator.ledger.liveKeys()).toEqual([]);
  expect(await project.keys()).toEqual([]);
});
