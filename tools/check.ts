// `npm run check`: what holds for the whole repository beside its tests. Node's own test runner says one line for each check, and shows
// the output of those that fail; .ci/tally.mjs reads its counts. A check that fails must never keep the others from running.
import { test } from "node:test";
import { runChild } from "./child";
import { projectFile, projectRoot } from "./project";
import { proseIsReadOnce } from "./prose";
import { lockedForAll, vendorsByFoldersAlone } from "./repository-rules";

// The output of a failed check says what is wrong; a stack into this file would add nothing.
Error.stackTraceLimit = 0;

program("types", "tsc", ["--noEmit"]);
program("biome", "biome", ["check", "."], "`npm run format` mends most of it.");
program(
  "knip",
  "knip",
  ["--no-progress", "--no-config-hints"],
  "Remove what nobody uses, or name its entry in knip.json.",
);
program(
  "generated",
  "node",
  [projectFile("dist", "tools", "generate.js"), "--check"],
  "`npm run generate` writes it anew; commit the result.",
);
program("package", "publint", ["--pack", "npm", "--strict"]);
test("prose", proseIsReadOnce);
test("lock file", lockedForAll);
test("vendors' names", vendorsByFoldersAlone);

function program(name: string, command: string, args: readonly string[], mend = ""): void {
  test(name, async () => {
    // run.mjs has put node_modules/.bin first on PATH.
    const { code, output } = await runChild(command, args, {
      cwd: projectRoot,
      env: { ...process.env, NO_COLOR: "1" },
    });
    if (code !== 0) throw new Error(`${output.trim()}\n${mend}`.trim());
  });
}
