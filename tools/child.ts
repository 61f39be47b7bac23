// Runs a child process to its end for the tools. A child must never outlive the tool that started it, nor a time limit.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";

export interface Finished {
  readonly code: number;
  /** What it printed, stdout and stderr as they came; empty when the child wrote to our own stdout and stderr. */
  readonly output: string;
}

/** With `stdio: "inherit"` the child talks to the user; otherwise its output is kept. */
export async function runChild(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env" | "stdio"> & {
    timeLimitMs?: number;
    /** Hears each piece of the output as it comes, and its channel. */
    onOutput?: (text: string, channel: "stdout" | "stderr") => void;
  } = {},
): Promise<Finished> {
  const { timeLimitMs, onOutput, ...rest } = options;
  const stdio = rest.stdio ?? ["ignore", "pipe", "pipe"];
  // A process group of its own, so that a limit also ends what the child started. With "inherit" it has none, since a terminal's Ctrl-C
  // has to reach it.
  const detached = stdio !== "inherit";
  const child = spawn(command, args, { ...rest, stdio, detached });
  let output = "";
  for (const channel of ["stdout", "stderr"] as const) {
    child[channel]?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      onOutput?.(text, channel);
    });
  }

  const stop = (signal: NodeJS.Signals) => end(child, detached, signal);
  const onExit = () => stop("SIGTERM");
  const handlers = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => {
    const handler = () => {
      if (detached || signal !== "SIGINT" || !process.stdin.isTTY) stop(signal);
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  process.on("exit", onExit);
  const timer = timeLimitMs === undefined ? undefined : setTimeout(() => stop("SIGKILL"), timeLimitMs);
  try {
    return await new Promise<Finished>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) =>
        resolve({ code: code ?? 128 + constants.signals[signal ?? "SIGKILL"], output }),
      );
    });
  } finally {
    clearTimeout(timer);
    process.off("exit", onExit);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  }
}

function end(child: ChildProcess, detached: boolean, signal: NodeJS.Signals): void {
  try {
    if (detached && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It ended by itself in the meantime.
  }
}
