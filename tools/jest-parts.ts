// The end of each run of the tests: what was run, part by part, and how long it took. It judges nothing.
import { dirname, relative, sep } from "node:path";
import { projectRoot } from "./project";

/** What Jest tells of a file of tests, as far as it is read here. */
interface TestFile {
  readonly testFilePath: string;
  readonly numPassingTests: number;
  readonly numFailingTests: number;
  /** Milliseconds. */
  readonly perfStats: { readonly runtime: number };
}

export default class PartsReporter {
  onRunComplete(_: unknown, { testResults }: { readonly testResults: readonly TestFile[] }): void {
    const parts = Object.groupBy(testResults, ({ testFilePath }) => partOf(testFilePath));
    for (const [part, files = []] of Object.entries(parts).sort()) {
      const tests = files.reduce(
        (sum, { numPassingTests, numFailingTests }) => sum + numPassingTests + numFailingTests,
        0,
      );
      const seconds = files.reduce((sum, { perfStats }) => sum + perfStats.runtime, 0) / 1000;
      console.error(
        `${part.padEnd(20)} ${count(files.length, "file")} ${count(tests, "test")} ${seconds.toFixed(0).padStart(6)} s`,
      );
    }
  }
}

/** The folder below test/, as `test/e2e`. */
function partOf(path: string): string {
  return dirname(relative(projectRoot, path)).split(sep).slice(0, 2).join("/");
}

function count(number: number, noun: string): string {
  return `${String(number).padStart(5)} ${noun}${number === 1 ? " " : "s"}`;
}
