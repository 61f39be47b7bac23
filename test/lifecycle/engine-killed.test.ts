/** A provider process whose engine was killed, so that nobody reads what it prints. It must not fail over and over. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { providerText } from "../../provider/core/program/provider-text";
import { projectFile } from "../../tools/project";
import { ProviderProcess } from "../stack/provider-process";
import { urnOf } from "../stack/simulated-stack";
import { marked } from "../vendors/chosen";
import { kits } from "../vendors/index";

// No token is set. So each check of the key prints a line.
const { definition, sample } = kits[marked];
const folder = mkdtempSync(join(tmpdir(), "pulumi-apikeys-uncaught-"));
let provider: ProviderProcess;
afterEach(async () => {
  await provider.stop("SIGKILL");
  rmSync(folder, { recursive: true });
});

test("a line that nobody reads any more is not printed for ever", async () => {
  const uncaught = join(folder, "errors");
  provider = await ProviderProcess.start(
    {},
    {
      PATH: process.env.PATH ?? "",
      NODE_OPTIONS: `--require=${projectFile("test", "lifecycle", "uncaught-errors.cjs")}`,
      TEST_UNCAUGHT_ERRORS: uncaught,
    },
  );
  const inputs = {
    ...sample.inputs,
    origin: { name: "ci", hash: "0123abcd" },
    __provider: providerText(definition.type),
  };
  await provider.check(urnOf("ci"), {}, inputs);
  expect(provider.printed).toContain(`ci: no ${definition.account.title} token`);
  provider.stopReading();
  for (let count = 0; count < 20; count++) await provider.check(urnOf("ci"), {}, inputs);
  expect(existsSync(uncaught)).toBe(false);
});
