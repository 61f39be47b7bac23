/** The last line of .ci/run counts tests and checks, and never lets a failure pass. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { cleanUp, start, temporaryFolder } from "./processes";

afterEach(cleanUp);

const report = (passed: number, failed = 0, unloadable = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numRuntimeErrorTestSuites: unloadable,
});

test.each([
  ["all passed", report(40), 0, { passed: 6, failed: 0 }, 0, "46 passed, 0 failed", 0],
  ["a test failed", report(39, 1), 1, { passed: 6, failed: 0 }, 0, "45 passed, 1 failed", 1],
  ["a test file does not load", report(40, 0, 1), 1, { passed: 6, failed: 0 }, 0, "46 passed, 1 failed", 1],
  ["a check failed", report(40), 0, { passed: 4, failed: 2 }, 1, "44 passed, 2 failed", 1],
  ["no test ran", report(0), 0, { passed: 6, failed: 0 }, 0, "6 passed, 1 failed", 1],
  ["jest says failure without a failed test", report(40), 1, { passed: 6, failed: 0 }, 0, "46 passed, 1 failed", 1],
  ["nothing ran at all", undefined, 1, undefined, 1, "0 passed, 2 failed", 1],
])("when %s", async (_, tests, testCode, checks, checkCode, line, exitCode) => {
  const folder = temporaryFolder();
  const [testReport, checkReport] = [join(folder, "tests.json"), join(folder, "checks.json")];
  if (tests) writeFileSync(testReport, JSON.stringify(tests));
  if (checks) writeFileSync(checkReport, JSON.stringify(checks));

  const args = [projectFile(".ci", "tally.mjs"), testReport, `${testCode}`, checkReport, `${checkCode}`];
  expect(await start(process.execPath, args).ended).toMatchObject({ stdout: `${line}\n`, code: exitCode });
});
