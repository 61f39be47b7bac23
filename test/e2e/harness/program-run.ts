/** One run of a stack whose program is a folder: the CLI runs in that folder, and the program in a process of its own. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { runChild } from "../../../tools/child";
import type { Engine } from "../../../tools/engine/index";
import { withLanguageHost } from "./language-host";
import type { Asked, Operation, Told } from "./operation";

/** The most time that the engine takes in a run, beside the program. */
const engineLimitMs = 30_000;

export async function runProgram(engine: Engine, stack: Stack, operation: Operation, asked: Asked): Promise<Told> {
  const { workDir: cwd, envVars } = stack.workspace;
  // Without this variable the CLI does not know `--event-log`.
  const env = { ...process.env, ...envVars, PULUMI_DEBUG_COMMANDS: "true" };
  // The tests search the project for secrets. The event log lies elsewhere, since the SDK's debug lines in it show every secret.
  const folder = mkdtempSync(join(tmpdir(), "pulumi-apikeys-events-"));
  const eventLog = join(folder, "events.json");
  const told = { stdout: "", stderr: "" };
  const onOutput = (text: string, channel: keyof typeof told) => {
    told[channel] += text;
  };
  const args = [operation, "--stack", stack.name, "--non-interactive", "--event-log", eventLog];
  try {
    const { programLimitMs } = asked;
    const hosted = { environment: env, timeLimitMs: programLimitMs };
    const timeLimitMs = programLimitMs + engineLimitMs;
    const { runtime } = await stack.workspace.projectSettings();
    const run = (flags: readonly string[]) =>
      runChild(engine.command.command, [...args, ...flagsOf(operation, asked), ...flags], {
        cwd,
        env,
        timeLimitMs,
        onOutput,
      });
    // Each engine comes with a language host for YAML programs.
    const { code } = await (runtime === "yaml" ? run([]) : withLanguageHost(engine, hosted, run));
    return { succeeded: code === 0, exitCode: code, ...told, events: eventsIn(eventLog) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `{continueOnError: true, target: [urn]}` as `--continue-on-error --target <urn>`. */
function flagsOf(operation: Operation, { policies, verbosity, programLimitMs: _, ...options }: Asked): string[] {
  const asked = Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (Array.isArray(value)) return value.flatMap((each) => [flag, each]);
    return [`${flag}=${value}`];
  });
  return [
    ...(operation === "preview" ? [] : ["--yes", "--skip-preview"]),
    ...asked,
    ...(policies ? ["--policy-pack", policies.pack] : []),
    ...(policies?.config ? ["--policy-pack-config", policies.config] : []),
    ...["--logtostderr", `-v=${verbosity}`],
  ];
}

/** The events of a run. There are none if the CLI refused the command before the run began. */
function eventsIn(path: string): EngineEvent[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}
