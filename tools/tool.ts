// The frame of a tool: its exit code, and what a user sees when it fails. Must never show a stack for a failure that its message explains.
import { say } from "./project";

export function runTool(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
}
