/**
 * A Pulumi project of a test's own: a folder, a Pulumi home, a state folder and one stack, which nobody else has. The folder lies
 * inside the repository, so that the provider's text in the state finds the package as it does in a user's project.
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
  /** What the engine needs of its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where everything lies that a run writes: project, state with backups and history, Pulumi home. */
  readonly folders: readonly string[];
  readonly stateFile: string;
  run(operation: Operation, asked: Asked): Promise<Told>;
  dispose(): Promise<void>;
}

/** A folder of the repository that is a Pulumi project. */
export interface ProgramFolder {
  readonly path: string;
  /** The paths in it that are copied; by default all. */
  readonly parts?: readonly string[];
  /** The `main` of its Pulumi.yaml, where the file names none. */
  readonly main?: string;
}

/** @param program What is copied as the project; without one its programs are functions. */
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
  // After each run the Automation API starts the CLI three times to ask for these; a test looks at the state and the events.
  stack.outputs = async () => ({});
  stack.info = async () => undefined;
  const { name: projectName } = await stack.workspace.projectSettings();
  return {
    stack,
    environment,
    folders: [workDir, dirname(backend.stateFolder)],
    // A stack can be renamed.
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
 * Copies a program as the project. The program finds this repository as its package, and this repository's SDK, in the folders above.
 * They are not in the project, as a test searches only the project for secrets.
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
