// `node tally.mjs <jest's JSON report> <its exit code> <the checks' report> <their exit code>` prints "N passed, N failed". Runs on the machine's own
// Node with nothing installed. A report that is missing, a run without tests, or an exit code that says failure must never pass.
import { readFileSync } from "node:fs";

const [testReport, testCode, checkReport, checkCode] = process.argv.slice(2);

const jest = read(testReport);
const tests = count(
  testCode,
  // A file that does not even load has no tests to count.
  jest && { passed: jest.numPassedTests, failed: jest.numFailedTests + jest.numRuntimeErrorTestSuites },
);
const checks = count(checkCode, read(checkReport));
const failed = tests.failed + checks.failed;

console.log(`${tests.passed + checks.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function count(exitCode, { passed, failed } = { passed: 0, failed: 0 }) {
  const isUnexplained = failed === 0 && (exitCode !== "0" || passed === 0);
  return { passed, failed: isUnexplained ? 1 : failed };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
