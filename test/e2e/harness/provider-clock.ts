/** The variables that move the clock of a provider process. They are laid over its environment. */
import { projectFile } from "../../../tools/project";

export function movedClock(milliseconds: number): Record<string, string> {
  // The path leads to the sources, since a build does not copy this file.
  const preload = projectFile("test", "e2e", "harness", "moved-clock.cjs");
  return { NODE_OPTIONS: `--require=${preload}`, TEST_CLOCK_MS: String(milliseconds) };
}
