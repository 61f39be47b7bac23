// The packed package works in a program of any form: found by `main` or `exports` of package.json or by `main` of Pulumi.yaml, in
// TypeScript that the SDK compiles, or with the user's own loader.
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { dependencies, json } from "./consumer-folder";
import { installedOnce } from "./installed-once";

const fixtures = projectFile("test", "programs", "forms");
const forms = readdirSync(fixtures);

const installed = installedOnce({ workspaces: forms }, (tarball) =>
  Object.fromEntries(forms.map((form) => [`${form}/package.json`, manifestOf(form, tarball)])),
);
beforeAll(() => {
  for (const form of forms) {
    const filter = (path: string) => !path.endsWith("package.json");
    cpSync(join(fixtures, form), join(installed.consumer.folder, form), { recursive: true, filter });
  }
});

/** The form's package.json, with the tarball as the source of the package. */
function manifestOf(form: string, tarball: string): string {
  const manifest = JSON.parse(readFileSync(join(fixtures, form, "package.json"), "utf8"));
  return json({ ...manifest, dependencies: dependencies(tarball) });
}

test.each(forms)("%s: the key is minted, kept and revoked", async (form) => {
  const { consumer, emulator } = installed;
  const project = await installed.project(join(consumer.folder, form), "");
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
