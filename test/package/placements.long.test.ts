// Wherever npm puts the package, `up` mints a key of each vendor and `destroy` revokes it. The provider's text in the state finds the
// package from the folder in which the provider process runs. That text is the same in each placement.
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { providerText } from "../../provider/core/program/provider-text";
import { projectFile, projectRoot } from "../../tools/project";
import { kits } from "../vendors/index";
import { dependencies, json } from "./consumer-folder";
import { installedOnce } from "./installed-once";
import { commonJsProgram, esmProgram, neighbourProgram } from "./programs";

/** In the order in which the state shows them. */
const definitions = Object.values(kits)
  .map(({ definition }) => definition)
  .sort((one, other) => one.type.localeCompare(other.type));
const types = definitions.map(({ type }) => type);
const sdk = join("node_modules", "@pulumi", "pulumi");

// A workspace whose root is also a project.
const installed = installedOnce({ workspaces: ["hoisted", "esm"] }, (tarball) => ({
  "index.js": commonJsProgram,
  "program/index.js": commonJsProgram,
  "hoisted/package.json": json({ name: "hoisted", dependencies: dependencies(tarball) }),
  "hoisted/index.js": commonJsProgram,
  "esm/package.json": json({ name: "esm", type: "module", dependencies: dependencies(tarball) }),
  "esm/index.js": esmProgram,
  "elsewhere.js": neighbourProgram('process.chdir("/");'),
  "nowhere.js": neighbourProgram('process.chdir("/"); delete process.env.PWD;'),
}));

test.each([
  ["in node_modules beside the program", "", "index.js"],
  ["in node_modules of a parent folder, as in a workspace", "hoisted", "index.js"],
  ["imported by an ES module", "esm", "index.js"],
  ["in the project's folder, with the program in a subfolder", "", "program/index.js"],
])("keys are minted and revoked with the package %s", async (_where, folder, programFile) => {
  await expectOneLife(join(installed.consumer.folder, folder), programFile);
});

test.each([
  ["another folder", "elsewhere.js"],
  ["another folder, on a system that does not tell in which one the process was started", "nowhere.js"],
])(
  "keys are minted and revoked beside a resource that works in %s, in the same process",
  async (_where, programFile) => {
    await expectOneLife(installed.consumer.folder, programFile);
  },
);

test("keys are minted and revoked with the package linked, beside a link to the SDK that it uses itself", async () => {
  await expectOneLife(linkedConsumer("linked", projectFile(sdk)), "index.js");
});

// The test runs the program as the Node language host does: the environment tells each copy of the SDK where the engine is. An inline
// program would have only one copy.
test("keys are minted and revoked with the package linked, which brings a second copy of the SDK", async () => {
  await expectOneLife(linkedConsumer("linked-alone", join(installed.consumer.folder, sdk)), "index.js");
});

/** A project whose node_modules holds links only, to this repository as its package. */
function linkedConsumer(name: string, sdkFolder: string): string {
  const { consumer } = installed;
  const folder = join(consumer.folder, name);
  consumer.write({ [`${name}/package.json`]: json({ private: true }), [`${name}/index.js`]: commonJsProgram });
  link(join(folder, "node_modules", "pulumi-apikeys"), projectRoot);
  link(join(folder, sdk), sdkFolder);
  return folder;
}

function link(path: string, target: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(relative(dirname(path), target), path);
}

async function expectOneLife(folder: string, programFile: string): Promise<void> {
  const { emulator } = installed;
  const project = await installed.project(folder, programFile);

  const up = await project.run("up");
  expect(up).toMatchObject({ code: 0 });
  const keys = await project.keys();
  expect(keys.map(({ type }) => type)).toEqual(types.map((type) => `pulumi-nodejs:dynamic/${type}`));
  expect(keys.map(({ id }) => id).sort()).toEqual(liveKeyIds());
  for (const [index, { inputs, outputs }] of keys.entries()) {
    const text = providerText(types[index] ?? "");
    expect([inputs.__provider, outputs.__provider]).toEqual([text, text]);
    expect(emulator.ledger.authenticates(secretIn(outputs[definitions[index]?.valueOutput ?? ""]))).toBe(true);
  }

  const destroy = await project.run("destroy");
  expect(destroy).toMatchObject({ code: 0 });
  expect(liveKeyIds()).toEqual([]);
  expect(await project.keys()).toEqual([]);
  // The run minted each key once, and no other key in between.
  expect(emulator.ledger.mints).toHaveLength(types.length);

  const visible = up.output + destroy.output + project.filesKept();
  expect(emulator.ledger.secrets().filter((secret) => visible.includes(secret))).toEqual([]);
}

function liveKeyIds(): string[] {
  return installed.emulator.ledger
    .liveKeys()
    .map(({ id }) => id)
    .sort();
}

/** Reads a secret from `pulumi stack export --show-secrets`, which shows it as JSON beside Pulumi's signature. */
function secretIn(output: unknown): string {
  const { plaintext } = output as { plaintext?: string };
  if (plaintext === undefined) throw new Error("an output that must be a secret lies in the state in clear");
  return JSON.parse(plaintext);
}
