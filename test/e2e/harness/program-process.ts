/**
 * Runs a Pulumi program in a process of its own, with the command and environment that the Node language host gives to the SDK's
 * `cmd/run`. Only `--sync` is left out, which the SDK no longer reads. Source: sdk/nodejs/cmd/pulumi-language-nodejs/main.go,
 * `execRuntime`.
 *
 * The process must never outlive the run, nor run for longer than its time limit.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProgramInfo, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { parse } from "yaml";
import { runChild } from "../../../tools/child";

/** How the program has ended, in the language host's words. */
interface ProgramEnd {
  /** Empty when the program succeeded, or when it failed and said why itself. */
  readonly error: string;
  readonly hasSaidWhy: boolean;
}

interface Surroundings {
  /** The engine's environment, which a language host inherits. */
  readonly environment: NodeJS.ProcessEnv;
  readonly engineAddress: string;
  /** The arguments after the program's name on its command line. */
  readonly programArguments: readonly string[];
  readonly timeLimitMs: number;
  readonly onOutput: (text: string) => void;
}

/** The exit code that the SDK uses when a program fails and has already told its user what to do. */
const exitCodeAfterOwnMessage = 32;

export async function runProgramProcess(request: RunRequest, surroundings: Surroundings): Promise<ProgramEnd> {
  const info = request.getInfo();
  if (!info) throw new Error("the engine names no program");
  const { environment, timeLimitMs, onOutput } = surroundings;
  const cwd = info.getProgramDirectory();
  const located = await runChild("node", ["-e", locating], { cwd, env: environment });
  if (located.code !== 0) return failed(located.output);

  const { typescript = true, tsconfig, nodeargs = "" } = runtimeOptions(info);
  const env = {
    ...environment,
    PULUMI_CONFIG: JSON.stringify(configOf(request)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...(typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    ...(tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig }),
  };
  const command = [...nodeargs.split(" ").filter(Boolean), located.output.trim(), ...flagsOf(request, info)];
  const engine = ["--engine", surroundings.engineAddress];
  const program = [info.getEntryPoint(), ...surroundings.programArguments];
  const startedMs = performance.now();
  const { code } = await runChild("node", [...command, ...engine, ...program], { cwd, env, timeLimitMs, onOutput });
  if (code === 0) return { error: "", hasSaidWhy: false };
  if (code === exitCodeAfterOwnMessage) return { error: "", hasSaidWhy: true };
  if (performance.now() - startedMs >= timeLimitMs) return failed(`the program still ran after ${timeLimitMs} ms`);
  return failed(`Program exited with non-zero exit code: ${code}`);
}

function failed(error: string): ProgramEnd {
  return { error, hasSaidWhy: false };
}

/** A script that finds the SDK as the program would. */
const locating =
  "try{console.log(require.resolve('@pulumi/pulumi/cmd/run'))}catch(error){" +
  "console.error('It looks like the Pulumi SDK has not been installed. Have you run pulumi install?');process.exit(1)}";

/** The runtime options, read from Pulumi.yaml. With `--client`, the engine's request holds the client's address in their place. */
function runtimeOptions(info: ProgramInfo): { typescript?: boolean; tsconfig?: string; nodeargs?: string } {
  const { runtime } = parse(readFileSync(join(info.getRootDirectory(), "Pulumi.yaml"), "utf8"));
  return runtime.options ?? {};
}

/** The config with its keys as the SDK reads them: `project:key` becomes `project:config:key`. */
function configOf(request: RunRequest): Record<string, string> {
  const entries = request.getConfigMap().getEntryList() as [string, string][];
  return Object.fromEntries(entries.map(([key, value]) => [key.replace(":", ":config:"), value]));
}

function flagsOf(request: RunRequest, info: ProgramInfo): string[] {
  const flags = {
    monitor: request.getMonitorAddress(),
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(flags).filter(([, value]) => value !== "");
  return [...given.flatMap(([name, value]) => [`--${name}`, value]), ...(request.getDryrun() ? ["--dry-run"] : [])];
}
