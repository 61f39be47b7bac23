// What `npm publish` would ship: all that a user needs and nothing else.
import { globSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, posix } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { canaryVariable } from "../../emulator/secret-source";
import { runChild } from "../../tools/child";
import { projectFile, projectRoot } from "../../tools/project";
import { leaksIn } from "../e2e/harness/leaks";
import { folderElsewhere, pack } from "./packed";

const folder = folderElsewhere();
let tarball: string;
/** The text of each file, by its path in the package. */
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  tarball = await pack(folder);
  const { code, output } = await runChild("tar", ["-xzf", tarball, "-C", folder]);
  if (code !== 0) throw new Error(`tar ended with ${code}: ${output}`);
  const root = join(folder, "package");
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  files = new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const beside = [
  ...["README.md", "LICENSE", "CHANGELOG.md", "package.json", "schema.json"],
  ...["policy/PulumiPolicy.yaml", "policy/package.json"],
  ...readdirSync(projectFile("docs"), { recursive: true, encoding: "utf8" })
    .filter((page) => page.endsWith(".md") && !page.startsWith("decisions"))
    .map((page) => `docs/${page}`),
];

test.each(beside)("%s is in it", (path) => {
  expect(files.get(path)).toBeTruthy();
});

test("each source of the provider, the policies and the emulator is in it, compiled and with its types", () => {
  const wanted = sources().flatMap((path) => [`dist/${path}.js`, `dist/${path}.d.ts`]);
  expect(wanted).toContain("dist/provider/runtime.js");
  expect(wanted).toContain("dist/emulator/index.d.ts");
  expect(wanted.filter((path) => !files.has(path))).toEqual([]);
});

test("nothing else is in it: no test, no tool, nothing left over from an earlier build (if so, remove dist and build)", () => {
  const allowed = new Set([
    ...beside,
    ...sources().flatMap((path) => [`dist/${path}.js`, `dist/${path}.js.map`, `dist/${path}.d.ts`]),
  ]);
  expect([...files.keys()].filter((path) => !allowed.has(path))).toEqual([]);
});

test("every file that package.json names is in it", () => {
  const { main, types, exports } = JSON.parse(files.get("package.json") ?? "");
  const named = [main, types, ...leaves(exports)].map((path) => posix.normalize(path));
  expect(named.length).toBeGreaterThan(6);
  expect(named.filter((path) => !files.has(path))).toEqual([]);
});

test("no file tells where it was built", () => {
  const here = [projectRoot, homedir()].map((path) => `${path}/`);
  const telling = [...files].filter(([, text]) => here.some((path) => text.includes(path)));
  expect(telling.map(([path]) => path)).toEqual([]);
});

test("no file holds a secret of an emulator", () => {
  const canary = process.env[canaryVariable];
  if (!canary) throw new Error("there is no canary: run the tests by `npm test`");
  expect(leaksIn(Object.fromEntries(files), [canary])).toEqual([]);
});

test("no file holds what could be a vendor's key or token", () => {
  const form = /\bapk_[\w-]{24,}|\bsk_(?:test|live)_\w{16,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}/;
  expect("a planted sk_live_0123456789abcdef01").toMatch(form);
  expect([...files].filter(([, text]) => form.test(text)).map(([path]) => path)).toEqual([]);
});

test("a source map brings the source that it maps to", () => {
  const dangling = [...files]
    .filter(([path]) => path.endsWith(".map"))
    .filter(([path, text]) => {
      const { sources, sourcesContent = [] } = JSON.parse(text) as { sources: string[]; sourcesContent?: string[] };
      return sources.some((source, index) => !sourcesContent[index] && !files.has(posix.join(dirname(path), source)));
    });
  expect(dangling.map(([path]) => path)).toEqual([]);
});

test("it brings undici and zod, and leaves the SDK to the program", () => {
  const manifest = JSON.parse(files.get("package.json") ?? "");
  expect(Object.keys(manifest.dependencies)).toEqual(["undici", "zod"]);
  expect(Object.keys(manifest.peerDependencies)).toEqual(["@pulumi/policy", "@pulumi/pulumi"]);
  // It is optional, since it would bring a second copy of the SDK to users without a policy pack.
  expect(manifest.peerDependenciesMeta).toEqual({ "@pulumi/policy": { optional: true } });
  // If package.json had `pulumi.resource`, the language host would demand a plugin.
  expect(manifest).not.toHaveProperty("pulumi");
});

// npm would run such a script in each consumer's folder, or warn of it.
test("it has no script that runs at an installation", () => {
  const { scripts } = JSON.parse(files.get("package.json") ?? "");
  const atInstallation = /^(pre|post)?(install|prepare)$|^prepublish$/;
  expect(Object.keys(scripts).filter((name) => atInstallation.test(name))).toEqual([]);
});

test("it names where it comes from", () => {
  const { repository, homepage, bugs } = JSON.parse(files.get("package.json") ?? "");
  const address = "https://github.com/pulumi-apikeys/pulumi-apikeys";
  expect([repository.url, homepage, bugs]).toEqual([`git+${address}.git`, `${address}#readme`, `${address}/issues`]);
});

test("it is small", () => {
  const unpacked = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(statSync(tarball).size).toBeLessThan(320_000);
  expect(unpacked).toBeLessThan(1_500_000);
});

/** The sources that ship, without `.ts`. The plugin's sources do not, since it is handed out as an executable. */
function sources(): string[] {
  return globSync("{emulator,policy,provider}/**/*.ts", { cwd: projectRoot })
    .filter((path) => !path.includes(".test.") && !path.startsWith("provider/plugin/"))
    .map((path) => path.replace(/\.ts$/, ""));
}

function leaves(exports: unknown): string[] {
  return typeof exports === "string" ? [exports] : Object.values(exports as object).flatMap(leaves);
}
