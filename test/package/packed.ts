// Makes the tarball that `npm publish` would ship, from the files that are already built, and runs npm. Must never write into the
// repository.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { runChild } from "../../tools/child";
import { projectRoot } from "../../tools/project";

/** A folder outside of the repository, since Node and npm look for packages in all parent folders. */
export function folderElsewhere(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "pulumi-apikeys-package-"));
  if (!relative(realpathSync(projectRoot), folder).startsWith("..")) {
    rmSync(folder, { recursive: true });
    throw new Error(
      `${folder} lies inside the repository, where a missing package would be found by accident: set TMPDIR`,
    );
  }
  return folder;
}

/** Packs into `folder`. Returns the tarball's path. */
export async function pack(folder: string): Promise<string> {
  // `--ignore-scripts` skips the build of `prepack`. Everything is built already, and a build would replace files that other tests use.
  const printed = await npm(projectRoot, ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder]);
  const name = printed
    .trim()
    .split("\n")
    .find((line) => line.endsWith(".tgz"));
  if (!name) throw new Error(`npm pack names no tarball:\n${printed}`);
  return join(folder, name);
}

/** Runs npm as a user does, not as a child of this repository's `npm test`. Returns what it printed. */
export async function npm(folder: string, args: readonly string[]): Promise<string> {
  const { code, output } = await runChild("npm", args, { cwd: folder, env: ownEnvironment(), timeLimitMs: 100_000 });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} in ${folder} ended with ${code}:\n${output}`);
  return output;
}

/** The environment without the variables in which `npm test` describes its own project. A user's registry and cache stay. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const aboutProject = /^(npm_(package|lifecycle|command|execpath)|npm_config_local_prefix$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !aboutProject.test(name)));
}
