// The scheduled examples as users have them: a copy of the folder with the packed package, compiled by the example's own settings.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../emulator/index";
import { runChild } from "../../tools/child";
import { ensureEngine, scratchBackend } from "../../tools/engine";
import { projectFile, projectRoot } from "../../tools/project";
import { commands } from "../docs/code-blocks";
import { shortenedWaits } from "../e2e/harness/environment";
import { type Consumer, dependencies, installedConsumer, json } from "./consumer-folder";
import { npm } from "./packed";

const names = ["automation-api", "github-actions", "kubernetes-operator"] as const;
const projects = names.filter((name) => name !== "automation-api");

let consumer: Consumer;
let emulator: Emulator;
const backend = scratchBackend();

beforeAll(async () => {
  emulator = await createEmulator();
  // All examples share one installation.
  consumer = await installedConsumer({ workspaces: names }, (tarball) =>
    Object.fromEntries(names.map((name) => [`${name}/package.json`, manifestOf(name, tarball)])),
  );
  for (const name of names) {
    const isOwn = (path: string) => !/node_modules|package\.json$|\.js$/.test(path);
    cpSync(projectFile("examples", name), join(consumer.folder, name), { recursive: true, filter: isOwn });
  }
});
afterAll(async () => {
  consumer?.remove();
  await backend.dispose();
  await emulator?.close();
});

const { version } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));

/** The example's package.json, with the tarball as the source of the package. */
function manifestOf(name: string, tarball: string): string {
  const manifest = JSON.parse(readFileSync(projectFile("examples", name, "package.json"), "utf8"));
  return json({ ...manifest, dependencies: { ...manifest.dependencies, ...dependencies(tarball) } });
}

/** Runs a command in an example's folder, with the variables of the engine, the state folder and the emulator. */
async function run(folder: string, command: string, ...args: string[]) {
  const engine = await ensureEngine();
  const env = { ...process.env, ...engine.env, ...backend.env, ...shortenedWaits, ...emulator.environment() };
  return await runChild(command, args, { cwd: folder, env, timeLimitMs: 90_000 });
}

test.each(projects)("%s compiles by its own tsconfig.json, and a program that is wrong does not", async (name) => {
  const folder = join(consumer.folder, name);
  const compile = () => npm(folder, ["exec", "--", "tsc"]);
  expect(await compile()).toBe("");
  const program = join(folder, "index.ts");
  const text = readFileSync(program, "utf8");
  writeFileSync(program, text.replace("every:", "each:"));
  await expect(compile()).rejects.toThrow("'each' does not exist in type");
  writeFileSync(program, text);
});

// The CLI checks the file against Pulumi's schema, which accepts many unknown names.
test.each(projects)("%s has a Pulumi.yaml as Pulumi's schema has it", async (name) => {
  const folder = join(consumer.folder, name);
  expect(await run(folder, "pulumi", "stack", "init", name)).toMatchObject({ code: 0 });
  const file = join(folder, "Pulumi.yaml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("runtime: nodejs", "runtime: { nam: nodejs }"));
  const { code, output } = await run(folder, "pulumi", "stack", "init", `${name}-wrong`);
  expect({ code, output }).toEqual({ code: expect.any(Number), output: expect.stringContaining("could not validate") });
  expect(code).not.toBe(0);
  writeFileSync(file, text);
});

// Packing skips the build, which would replace files that other tests are using.
test.each(names)("%s installs before the first release, as its README says", async (name) => {
  const [packing, installing = ""] = commands(`examples/${name}/README.md`).filter((line) => line.startsWith("npm "));
  const archive = `file:pulumi-apikeys-${version}.tgz`;
  expect(packing).toBe("npm pack ~/pulumi-apikeys");
  const folder = join(consumer.folder, "..", `${basename(consumer.folder)}-${name}`);
  try {
    cpSync(projectFile("examples", name), folder, {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    await npm(projectRoot, ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
    // npm only resolves the dependencies. The next test tries what is installed.
    await npm(folder, [...installing.split(" ").slice(1), "--package-lock-only", "--prefer-offline", "--no-audit"]);
    const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
    expect(packages["node_modules/pulumi-apikeys"].resolved).toBe(archive);
    const { dependencies: named } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(named["pulumi-apikeys"]).toBe(archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("automation-api is built by `npm run build`, and `npm run rotate` mints", async () => {
  const folder = join(consumer.folder, "automation-api");
  await npm(folder, ["run", "build"]);
  expect(existsSync(join(folder, "rotate.js"))).toBe(true);
  const { code, output } = await run(folder, "npm", "run", "--silent", "rotate");
  expect({ code, last: output.trim().split("\n").at(-1) }).toEqual({
    code: 0,
    last: "resources created: 2, updated or replaced: 0",
  });
  expect(emulator.ledger.liveKeys("kosli")).toHaveLength(1);
});
