/** The last line of .ci/run counts tests and checks. No failure may pass, not even a report that is missing or incomplete. */
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

const printed = (passed: number, failed: number) =>
  `✔ types (1 ms)\nℹ tests 6\nℹ pass ${passed}\nℹ fail ${failed}\nℹ cancelled 0\n`;

test.each([
  ["all passed", report(40), 0, printed(6, 0), 0, "46 passed, 0 failed", 0],
  ["a test failed", report(39, 1), 1, printed(6, 0), 0, "45 passed, 1 failed", 1],
  ["a test file does not load", report(40, 0, 1), 1, printed(6, 0), 0, "46 passed, 1 failed", 1],
  ["a check failed", report(40), 0, printed(4, 2), 1, "44 passed, 2 failed", 1],
  ["no test ran", report(0), 0, printed(6, 0), 0, "6 passed, 1 failed", 1],
  ["jest says failure without a failed test", report(40), 1, printed(6, 0), 0, "46 passed, 1 failed", 1],
  [
    "the checks were printed in colour",
    report(40),
    0,
    "\u001b[34mℹ pass 6\u001b[39m\n\u001b[34mℹ fail 0\u001b[39m\n",
    0,
    "46 passed, 0 failed",
    0,
  ],
  ["the checks were printed as TAP", report(40), 0, "ok 1 - types\n# pass 6\n# fail 0\n", 0, "46 passed, 0 failed", 0],
  ["the report of the tests broke off", '{"numPassedTests":40', 137, printed(6, 0), 0, "6 passed, 1 failed", 1],
  ["the checks broke off", report(40), 0, "✔ types (1 ms)\n", 130, "40 passed, 1 failed", 1],
  ["nothing ran at all", undefined, 1, undefined, 1, "0 passed, 2 failed", 1],
])("when %s", async (_, tests, testCode, checks, checkCode, line, exitCode) => {
  const folder = temporaryFolder();
  const [testReport, checkOutput] = [join(folder, "tests.json"), join(folder, "checks.txt")];
  if (tests) writeFileSync(testReport, typeof tests === "string" ? tests : JSON.stringify(tests));
  if (checks) writeFileSync(checkOutput, checks);

  const args = [projectFile(".ci", "tally.mjs"), testReport, `${testCode}`, checkOutput, `${checkCode}`];
  expect(await start(process.execPath, args).ended).toMatchObject({ stdout: `${line}\n`, code: exitCode });
});
