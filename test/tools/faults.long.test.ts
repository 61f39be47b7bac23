/** `faults` fails if it has nothing to run, or if a promise is broken. Otherwise an idle run would look like a good one. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { projectFile } from "../../tools/project";
import { marked } from "../vendors/chosen";
import { kits } from "../vendors/index";

test.each([
  [["--runs", "0"], "--runs is at least 1"],
  [["--only", "nonsense"], 'no cell has "nonsense" in its name'],
  [["--runs", "1", "--vendor", "nobody"], `--vendor is one of ${vendorNames.join(", ")}`],
])("faults %j fails: there is nothing to run", async (options, sentence) => {
  const faults = promisify(execFile)(process.execPath, [projectFile("dist", "tools", "faults.js"), ...options]);
  await expect(faults).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) });
});

const cell = `${marked} create: ${kits[marked].routes.mint}: body byte by byte`;

test.each<[string, string[], string]>([
  ["the matrix", ["--only", cell, "--defect", "mints twice"], "a resource has one live key at most"],
  ["schedules", ["--runs", "2", "--vendor", marked, "--defect", "cannot delete"], "destroy succeeds"],
])("%s of a provider that is broken on purpose ends with 1, and says what is broken", async (_, options, promise) => {
  const faults = promisify(execFile)(process.execPath, [projectFile("dist", "tools", "faults.js"), ...options]);
  await expect(faults).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(new RegExp(`BROKEN ${promise}[^]*[1-9]\\d*  ${promise}`)),
  });
});
