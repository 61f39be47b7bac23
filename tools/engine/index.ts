// Finds or prepares a Pulumi CLI, so that the tests and the demo need no set-up by hand. It must never use a CLI that would fail in the
// middle of a run, nor leave a half-made one behind. It works on Linux and macOS; not on Windows, since the helpers beside a CLI built
// here are sh scripts.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { say } from "../project";
import { buildEngine, builtBinDir } from "./built";
import { withCacheLock } from "./cache";
import { type Engine, findIn, inspectEngine, oldestVersion, pathFolders } from "./engine";
import { installOfficial, officialBinDir } from "./official";

export type { Engine } from "./engine";
export { scratchBackend } from "./scratch-backend";

/**
 * The engine to run with: the one on PATH when it serves, else one prepared before, else the official CLI, else the CLI built from its
 * Go module. Safe to call in several processes at once.
 */
export async function ensureEngine(): Promise<Engine> {
  const ready = (await onPath()) ?? (await preparedBefore());
  if (ready) return ready;
  return withCacheLock(async () => {
    const meanwhile = await preparedBefore();
    if (meanwhile) return meanwhile;
    const notOfficial = await installOfficial();
    if (notOfficial === undefined) return serving(officialBinDir);
    say(`the official Pulumi CLI cannot be had here (${notOfficial})`);
    const notBuilt = await buildEngine();
    if (notBuilt === undefined) return serving(builtBinDir);
    throw new Error(noEngine(notOfficial, notBuilt));
  });
}

async function onPath(): Promise<Engine | undefined> {
  const folder = await findIn(pathFolders(), "pulumi");
  if (!folder) return undefined;
  const found = await inspectEngine(resolve(folder));
  if (!("refused" in found)) return found;
  say(`not using the pulumi in ${folder}: ${found.refused}`);
  return undefined;
}

async function preparedBefore(): Promise<Engine | undefined> {
  for (const binDir of [officialBinDir, builtBinDir]) {
    if (!existsSync(binDir)) continue;
    const found = await inspectEngine(binDir);
    if (!("refused" in found)) return found;
    say(`not using the pulumi in ${binDir}: ${found.refused}`);
  }
  return undefined;
}

async function serving(binDir: string): Promise<Engine> {
  const made = await inspectEngine(binDir);
  if ("refused" in made)
    throw new Error(`the Pulumi CLI just prepared in ${binDir} does not serve: ${made.refused}. Please report this.`);
  return made;
}

function noEngine(notOfficial: string, notBuilt: string): string {
  return [
    "There is no Pulumi CLI to run with. Any one of these mends it; then run the command again:",
    `  - install Pulumi ${oldestVersion} or newer, so that \`pulumi version\` works: https://www.pulumi.com/docs/install/`,
    `  - give this machine a way to Pulumi's download host, and it is installed for you (now: ${notOfficial})`,
    `  - install Go (https://go.dev/doc/install) with a Go module proxy within reach, and it is built for you (now: ${notBuilt})`,
  ].join("\n");
}
