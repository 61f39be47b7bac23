// A Pulumi project in a consumer's folder. The CLI's own commands run it against an emulator, and its program is a process of its own.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Emulator } from "../../emulator/index";
import { type Finished, runChild } from "../../tools/child";
import { ensureEngine, scratchBackend } from "../../tools/engine";
import { shortenedWaits } from "../e2e/harness/environment";
import { withLanguageHost } from "../e2e/harness/language-host";

/** The record of a key in the state, with its secrets decrypted. */
export interface KeptKey {
  readonly type: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface PulumiProject {
  /** Runs a command of the CLI as a user types it: `run("destroy", "--target", urn)`. */
  run(command: "up" | "refresh" | "destroy", ...flags: string[]): Promise<Finished>;
  /** Adds variables to the environment of the runs that follow, beside those that lead to the emulator. */
  export(variables: Readonly<Record<string, string>>): void;
  /** The keys in the state, in the order of their types. */
  keys(): Promise<KeptKey[]>;
  /** The text of every file that the engine left: the state, its backups, the history. */
  filesKept(): string;
  dispose(): Promise<void>;
}

/** @param programFile Its path in the folder. A new Pulumi.yaml names the program's subfolder as `main`. An existing one stays as it is. */
export async function pulumiProject(folder: string, programFile: string, emulator: Emulator): Promise<PulumiProject> {
  const engine = await ensureEngine();
  const backend = scratchBackend();
  const env = { ...process.env, ...engine.env, ...backend.env, ...shortenedWaits, ...emulator.environment() };
  const main = dirname(programFile) === "." ? "" : `main: ${dirname(programFile)}\n`;
  const projectFile = join(folder, "Pulumi.yaml");
  if (!existsSync(projectFile)) writeFileSync(projectFile, `name: consumer\nruntime: nodejs\n${main}`);

  const child = (name: string, ...args: string[]) => runChild(name, args, { cwd: folder, env, timeLimitMs: 60_000 });
  const pulumi = (...args: string[]) => child("pulumi", ...args, "--non-interactive", "--stack", "dev");
  return {
    async run(command, ...flags) {
      const asked = [command, "--yes", "--skip-preview", ...flags];
      if (command !== "up") return pulumi(...asked);
      await child("pulumi", "stack", "select", "--create", "dev");
      return withLanguageHost(engine, { environment: env, timeLimitMs: 40_000 }, (hosted) =>
        pulumi(...asked, ...hosted),
      );
    },
    export: (variables) => void Object.assign(env, variables),
    async keys() {
      const { code, output } = await pulumi("stack", "export", "--show-secrets");
      if (code !== 0) throw new Error(`pulumi stack export ended with ${code}:\n${output}`);
      const { resources = [] } = JSON.parse(output).deployment as { resources?: KeptKey[] };
      return resources
        .filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"))
        .map(({ type, id, inputs, outputs }) => ({ type, id, inputs, outputs }))
        .sort((one, other) => one.type.localeCompare(other.type));
    },
    filesKept: () =>
      readdirSync(backend.stateFolder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
        .join("\n"),
    dispose: () => backend.dispose(),
  };
}
