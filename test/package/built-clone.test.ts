// In a clone, npm's install builds the package, so that `pulumi up` works at its root. In a consumer's folder, an install must build
// nothing. The tests use a small project with this repository's scripts, and a compiler that only writes a mark.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { json } from "./consumer-folder";
import { folderElsewhere, npm } from "./packed";

const folder = folderElsewhere();
const clone = join(folder, "clone");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const { scripts } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
write("compiler/package.json", json({ name: "compiler", version: "1.0.0", bin: { tsc: "tsc.js" } }));
write(
  "compiler/tsc.js",
  '#!/usr/bin/env node\nrequire("node:fs").writeFileSync("built", process.argv.slice(2).join(" "));\n',
);
const compiler = { compiler: "file:../compiler" };
write("clone/package.json", json({ name: "small", version: "1.0.0", scripts, devDependencies: compiler }));

/** Reads and removes the mark: what the compiler was last asked to build in the clone. */
function built(): string | undefined {
  const mark = join(clone, "built");
  if (!existsSync(mark)) return undefined;
  const asked = readFileSync(mark, "utf8");
  rmSync(mark);
  return asked;
}

test("`npm install` and `npm ci` build a clone", async () => {
  await npm(clone, ["install", "--no-audit", "--no-fund"]);
  expect(built()).toBe("--project .");
  await npm(clone, ["ci", "--no-audit", "--no-fund"]);
  expect(built()).toBe("--project .");
});

test("a consumer's `npm install` builds nothing, and has nothing to warn of", async () => {
  await npm(clone, ["pack", "--ignore-scripts", "--pack-destination", folder]);
  write("consumer/package.json", json({ private: true, dependencies: { small: "file:../small-1.0.0.tgz" } }));
  const consumer = join(folder, "consumer");
  const printed = await npm(consumer, ["install", "--no-audit", "--no-fund"]);
  expect(printed).not.toMatch(/warn/);
  expect([built(), existsSync(join(consumer, "node_modules", "small", "built"))]).toEqual([undefined, false]);
});
