/** Starts real processes for the tests of the tools, and watches them. `cleanUp` ends them, so that none outlives its test. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when the process has printed `text`, to stdout or stderr. */
  printed(text: string): Promise<void>;
}

const running = new Set<ChildProcess>();
const folders: string[] = [];

export function start(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  cwd?: string,
): Started {
  const child = spawn(command, args, { env, cwd, stdio: ["pipe", "pipe", "pipe"] });
  running.add(child);
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      running.delete(child);
      resolve({ code, signal, ...text });
    });
  });
  const printed = (wanted: string) =>
    until(() => {
      if (text.stdout.includes(wanted) || text.stderr.includes(wanted)) return true;
      if (!running.has(child)) throw new Error(`ended without printing "${wanted}":\n${text.stdout}${text.stderr}`);
      return false;
    });
  return { child, ended, printed };
}

async function until(holds: () => boolean): Promise<void> {
  const limit = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > limit) throw new Error(`did not come true within a minute: ${holds}`);
    await sleep(20);
  }
}

export const untilExists = (path: string) => until(() => existsSync(path));

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-apikeys-test-"));
  folders.push(folder);
  return folder;
}

export function script(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** Ends all processes and removes all folders of a test. For afterEach. */
export function cleanUp(): void {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
