// `npm run check`: what holds for the whole repository beside its tests. One line for each check, its output only when it fails; one that fails must
// never keep the others from running.
import { existsSync, writeFileSync } from "node:fs";
import { runChild } from "./child";
import { projectFile, projectRoot } from "./project";
import { lockedForAll, vendorsByFoldersAlone } from "./repository-rules";
import { runTool } from "./tool";

/** Throws, with a message that says how to mend it, when it does not hold. */
type Check = () => void | Promise<void>;

const generate = projectFile("dist", "tools", "generate.js");

const checks: Record<string, Check> = {
  types: program("tsc", ["--noEmit"]),
  biome: program("biome", ["check", "."], "`npm run format` mends most of it."),
  knip: program(
    "knip",
    ["--no-progress", "--no-config-hints"],
    "Remove what nobody uses, or name its entry in knip.json.",
  ),
  ...(existsSync(generate)
    ? { generated: program("node", [generate, "--check"], "`npm run generate` writes it anew; commit the result.") }
    : {}),
  package: program("publint", ["--pack", "npm", "--strict"]),
  "lock file": lockedForAll,
  "vendors' names": vendorsByFoldersAlone,
};

runTool(async () => {
  const failed: string[] = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok      ${name}`);
    } catch (error) {
      failed.push(name);
      console.log(`FAILED  ${name}\n${error instanceof Error ? error.message : error}\n`);
    }
  }
  const counts = { passed: Object.keys(checks).length - failed.length, failed: failed.length };
  const report = process.env.PULUMI_APIKEYS_CHECK_REPORT;
  if (report) writeFileSync(report, JSON.stringify(counts));
  return failed.length === 0 ? 0 : 1;
});

function program(name: string, args: readonly string[], mend = ""): Check {
  return async () => {
    // run.mjs has put node_modules/.bin first on PATH.
    const { code, output } = await runChild(name, args, { cwd: projectRoot, env: { ...process.env, NO_COLOR: "1" } });
    if (code !== 0) throw new Error(`${output.trim()}\n${mend}`.trim());
  };
}
