/**
 * A Pulumi project of a test's own: a folder inside the repository, where the text in the state finds the package the way it does
 * in a project, a Pulumi home and a state folder that nobody else has, and one stack in it.
 */
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { ensureEngine, scratchBackend } from "../../../tools/engine/index";
import { projectFile } from "../../../tools/project";

export interface ScratchProject {
  readonly stack: Stack;
  /** What the engine needs of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where everything lies that a run writes: project, state with backups and history, Pulumi home. */
  readonly folders: readonly string[];
  readonly stateFile: string;
  dispose(): Promise<void>;
}

export async function scratchProject(): Promise<ScratchProject> {
  const [projectName, stackName] = ["e2e", "test"];
  const engine = await ensureEngine();
  const backend = scratchBackend();
  const environment = { ...engine.env, ...backend.env };
  mkdirSync(projectFile("dist", "scratch"), { recursive: true });
  const workDir = mkdtempSync(projectFile("dist", "scratch", "e2e-"));
  const stack = await LocalWorkspace.createStack(
    { stackName, projectName, program: async () => {} },
    { workDir, envVars: environment, pulumiCommand: engine.command },
  );
  // After each run the Automation API starts the CLI three times to ask for these; a test looks at the state and the events.
  stack.outputs = async () => ({});
  stack.info = async () => undefined;
  return {
    stack,
    environment,
    folders: [workDir, dirname(backend.stateFolder)],
    // A stack can be renamed.
    get stateFile() {
      return join(backend.stateFolder, ".pulumi", "stacks", projectName, `${stack.name}.json`);
    },
    dispose: async () => {
      await rm(workDir, { recursive: true, force: true });
      await backend.dispose();
    },
  };
}
