/** A process and all its descendants, by the parents that `ps` shows. They die together when a CI runner is killed. */
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

/** The running processes of a tree. The process with the given id comes first. */
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
    // The process ended by itself in the meantime.
  }
}
