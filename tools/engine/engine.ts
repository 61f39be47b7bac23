// What an engine is, and whether a Pulumi CLI found somewhere is one that serves. Must never judge by the version alone: a CLI without
// the helpers beside it fails only in the middle of a run.
import { realpathSync } from "node:fs";
import { access, constants } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";

/** The oldest CLI that the provider was run with. */
export const oldestVersion = "3.250.0";

export interface Engine {
  /** For the Automation API: `LocalWorkspace.createOrSelectStack(…, { pulumiCommand: engine.command })`. */
  readonly command: PulumiCommand;
  /** The folder of `pulumi` and its helpers. */
  readonly binDir: string;
  /** Such as "3.257.0". */
  readonly version: string;
  /**
   * Whether `pulumi up` can run a TypeScript or JavaScript program by itself. The CLI built from its Go module has no Node language
   * host: the tests give it theirs, the demo runs its program inline by the Automation API.
   */
  readonly hasNodeLanguageHost: boolean;
  /** To be laid over a child's environment: a PATH on which that `pulumi`, its helpers and this very Node come first. */
  readonly env: Readonly<Record<string, string>>;
}

// The dynamic provider, the policy packs, and YAML programs.
const neededHelpers = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy-nodejs", "pulumi-language-yaml"];

/** The engine in `binDir`, or why that one does not serve. */
export async function inspectEngine(binDir: string): Promise<Engine | { readonly refused: string }> {
  // Pulumi itself looks beside the binary and on PATH; the official CLI may stand on PATH as a link only.
  const folders = [binDir, dirname(realpathSync(join(binDir, "pulumi"))), ...pathFolders()];
  for (const helper of neededHelpers) {
    if (!(await findIn(folders, helper))) return { refused: `it lacks ${helper}` };
  }
  let command: PulumiCommand;
  try {
    // The SDK's own lookup wants a folder named bin; anything else it finds on PATH only.
    command = await (binDir.endsWith("/bin") ? PulumiCommand.get({ root: dirname(binDir) }) : PulumiCommand.get());
  } catch (error) {
    return { refused: `it does not tell its version (${error instanceof Error ? error.message.trim() : error})` };
  }
  const { version } = command;
  if (!version || version.compare(oldestVersion) < 0)
    return { refused: `version ${version} is older than ${oldestVersion}` };
  return {
    command,
    binDir,
    version: version.version,
    hasNodeLanguageHost: (await findIn(folders, "pulumi-language-nodejs")) !== undefined,
    env: {
      PATH: [binDir, dirname(process.execPath), process.env.PATH].join(delimiter),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
  };
}

export function pathFolders(): string[] {
  return (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
}

export async function findIn(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    try {
      await access(join(folder, name), constants.X_OK);
      return folder;
    } catch {
      // Not in this one.
    }
  }
  return undefined;
}
