// Where this clone is, and what its tools say to the user. Works from the sources (jest) and from dist alike. Must never write to stdout: that
// belongs to the results.
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

/** Says what is being done before and how long it took after, so that nobody wonders whether a silent minute is a hang. */
export async function timed<T>(doing: string, done: string, body: () => Promise<T>): Promise<T> {
  const started = performance.now();
  say(`${doing}…`);
  const result = await body();
  say(`${done} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

function findRoot(folder: string): string {
  // dist has no package.json of its own.
  return existsSync(join(folder, "package.json")) ? folder : findRoot(dirname(folder));
}
