/** The processes below one, by the parents that `ps` tells: what a `kill -9` of a runner takes with it. */
import { execFileSync } from "node:child_process";

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function all(): Running[] {
  return execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8", maxBuffer: 16 * 1024 * 1024 })
    .split("\n")
    .flatMap((line) => {
      const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
    });
}

/** The process itself comes first. */
export function treeOf(pid: number): Running[] {
  const running = all();
  const tree = running.filter((one) => one.pid === pid);
  for (const one of tree) tree.push(...running.filter(({ parent }) => parent === one.pid));
  return tree;
}

export function kill({ pid }: Pick<Running, "pid">): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
