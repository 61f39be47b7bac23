// `node tally.mjs <jest's JSON report> <its exit code> <output of the checks> <their exit code>` prints "N passed, N failed". The checks' output is that
// of Node's test runner. Runs on the machine's own Node with nothing installed. A report that is missing, a run without tests, or an exit code that says failure must never pass.
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const [testReport, testCode, checkOutput, checkCode] = process.argv.slice(2);

const jest = read(testReport, JSON.parse);
const tests = count(
  testCode,
  // A file that does not even load has no tests to count.
  jest && { passed: jest.numPassedTests, failed: jest.numFailedTests + jest.numRuntimeErrorTestSuites },
);
const checks = count(checkCode, read(checkOutput, countsIn));
const failed = tests.failed + checks.failed;

console.log(`${tests.passed + checks.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function count(exitCode, { passed, failed } = { passed: 0, failed: 0 }) {
  const isUnexplained = failed === 0 && (exitCode !== "0" || passed === 0);
  return { passed, failed: isUnexplained ? 1 : failed };
}

/** In lines as "ℹ pass 6", or "# pass 6" of an older Node. */
function countsIn(output) {
  const numberOf = (word) => Number(new RegExp(`^[ℹ#] ${word} (\\d+)$`, "m").exec(stripVTControlCharacters(output))[1]);
  return { passed: numberOf("pass"), failed: numberOf("fail") };
}

function read(path, parse) {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
