/** Moves the clock of the provider process, from outside of it: what to lay over its environment. */
import { projectFile } from "../../../tools/project";

export function movedClock(milliseconds: number): Record<string, string> {
  // A file of the sources: a build does not copy it.
  const preload = projectFile("test", "e2e", "harness", "moved-clock.cjs");
  return { NODE_OPTIONS: `--require=${preload}`, TEST_CLOCK_MS: String(milliseconds) };
}
