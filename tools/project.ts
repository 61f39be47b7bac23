// Where this clone is, and what its tools say to the user. Works from the sources (jest) and from dist alike. Must never write to
// stdout: that belongs to the results.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export const projectRoot = findRoot(__dirname);

/** A file of the clone by its path from the root, also for what tsc does not copy to dist. */
export function projectFile(...path: string[]): string {
  return join(projectRoot, ...path);
}

export function say(text: string): void {
  process.stderr.write(`pulumi-apikeys: ${text}\n`);
}

/** Says what is being done, that it still is, and how long it took: nobody has to wonder whether a silent minute is a hang. */
export async function timed<T>(
  doing: string,
  done: string,
  body: () => Promise<T>,
  { stillEveryMs = 30_000 } = {},
): Promise<T> {
  const started = performance.now();
  const seconds = (digits: number) => ((performance.now() - started) / 1000).toFixed(digits);
  say(`${doing}…`);
  const still = setInterval(() => say(`still ${doing}: ${seconds(0)} s so far`), stillEveryMs);
  try {
    const result = await body();
    say(`${done} in ${seconds(1)} s`);
    return result;
  } finally {
    clearInterval(still);
  }
}

function findRoot(folder: string): string {
  // dist has no package.json of its own.
  return existsSync(join(folder, "package.json")) ? folder : findRoot(dirname(folder));
}
