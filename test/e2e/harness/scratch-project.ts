/**
 * A Pulumi project for one test: a folder, a Pulumi home, a state folder and one stack, which no other test uses. The folder lies inside
 * the repository, so that the provider's text in the state finds the package as it does in a user's project.
 */
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { ensureEngine, scratchBackend } from "../../../tools/engine/index";
import { projectFile, projectRoot } from "../../../tools/project";
import { withPlugin } from "../../way-in";
import { runInline } from "./inline-run";
import type { Asked, Operation, Told } from "./operation";
import { runProgram } from "./program-run";

const stackName = "test";

export interface ScratchProject {
  readonly stack: Stack;
  /** The variables that the engine needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folders that a run writes to: the project, the state with backups and history, the Pulumi home. */
  readonly folders: readonly string[];
  readonly stateFile: string;
  run(operation: Operation, asked: Asked): Promise<Told>;
  dispose(): Promise<void>;
}

/** A folder of the repository that is a Pulumi project. */
export interface ProgramFolder {
  readonly path: string;
  /** The paths in the folder that are copied. All, if absent. */
  readonly parts?: readonly string[];
  /** A `main` for the copied Pulumi.yaml, which names none. */
  readonly main?: string;
}

/** @param program The folder that is copied as the project. Without one, the programs are functions in the test. */
export async function scratchProject(program?: ProgramFolder): Promise<ScratchProject> {
  const engine = await ensureEngine();
  const backend = scratchBackend();
  const environment = { ...engine.env, ...backend.env, PATH: withPlugin(engine.env.PATH) };
  mkdirSync(projectFile("dist", "scratch"), { recursive: true });
  const surroundings = mkdtempSync(projectFile("dist", "scratch", "e2e-"));
  const workDir = join(surroundings, "project");
  mkdirSync(workDir);
  const options = { workDir, envVars: environment, pulumiCommand: engine.command };
  if (program) installProgram(program, workDir);
  const stack = program
    ? await LocalWorkspace.createStack({ stackName, workDir }, options)
    : await LocalWorkspace.createStack({ stackName, projectName: "e2e", program: async () => {} }, options);
  // Saves time: after each run the Automation API starts the CLI three times to read the outputs. Tests read state and events instead.
  stack.outputs = async () => ({});
  stack.info = async () => undefined;
  const { name: projectName } = await stack.workspace.projectSettings();
  return {
    stack,
    environment,
    folders: [workDir, dirname(backend.stateFolder)],
    // A getter, since a test may rename the stack.
    get stateFile() {
      return join(backend.stateFolder, ".pulumi", "stacks", projectName, `${stack.name}.json`);
    },
    run: (...asked) => (program ? runProgram(engine, stack, ...asked) : runInline(stack, ...asked)),
    dispose: async () => {
      await rm(surroundings, { recursive: true, force: true });
      await backend.dispose();
    },
  };
}

/**
 * Copies a program as the project. The program finds this repository, as its package, and the SDK in the folders above. Neither lies in
 * the project, since a test searches the project for secrets.
 */
function installProgram({ path, parts = ["."], main }: ProgramFolder, workDir: string): void {
  const filter = (each: string) => basename(each) !== "node_modules";
  for (const part of parts) cpSync(join(path, part), join(workDir, part), { recursive: true, filter });
  if (main) appendFileSync(join(workDir, "Pulumi.yaml"), `main: ${main}\n`);
  const packages = join(workDir, "packages");
  if (existsSync(packages)) cpSync(packages, join(workDir, "node_modules"), { recursive: true });
  const above = join(dirname(workDir), "node_modules");
  mkdirSync(above);
  symlinkSync(projectRoot, join(above, "pulumi-apikeys"));
}
