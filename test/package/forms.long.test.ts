// Whatever form a program has, the packed package serves it: by `main` and `exports` of its package.json, by `main` of its Pulumi.yaml, as TypeScript that
// the SDK compiles, and with a loader of the user's own.
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../emulator/index";
import { projectFile } from "../../tools/project";
import { type Consumer, dependencies, installedConsumer, json } from "./consumer-folder";
import { type PulumiProject, pulumiProject } from "./pulumi-project";

const fixtures = projectFile("test", "programs", "forms");
const forms = readdirSync(fixtures);

let consumer: Consumer;
let emulator: Emulator;
let project: PulumiProject | undefined;

// One installation for all.
beforeAll(async () => {
  emulator = await createEmulator();
  consumer = await installedConsumer({ workspaces: forms }, (tarball) =>
    Object.fromEntries(forms.map((form) => [`${form}/package.json`, manifestOf(form, tarball)])),
  );
  for (const form of forms) {
    const filter = (path: string) => !path.endsWith("package.json");
    cpSync(join(fixtures, form), join(consumer.folder, form), { recursive: true, filter });
  }
});
afterEach(async () => {
  await project?.dispose();
  project = undefined;
  await emulator.reset();
});
afterAll(async () => {
  consumer?.remove();
  await emulator?.close();
});

/** The form's own, but for where the package comes from. */
function manifestOf(form: string, tarball: string): string {
  const manifest = JSON.parse(readFileSync(join(fixtures, form, "package.json"), "utf8"));
  return json({ ...manifest, dependencies: dependencies(tarball) });
}

test.each(forms)("%s: the key is minted, kept and revoked", async (form) => {
  project = await pulumiProject(join(consumer.folder, form), "", emulator);
  const up = await project.run("up");
  expect(up).toMatchObject({ code: 0 });
  expect(up.output).not.toMatch(/warning: (?!using pulumi-language-nodejs)/);
  expect(up.output).toMatch(/kosliKey\s*: \[secret\]/);
  expect(emulator.ledger.liveKeys()).toHaveLength(1);
  const again = await project.run("up");
  expect(again.output).toMatch(/2 unchanged/);
  expect(await project.run("destroy")).toMatchObject({ code: 0 });
  expect([emulator.ledger.liveKeys(), await project.keys()]).toEqual([[], []]);
});
