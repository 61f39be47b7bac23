/** The plugin is one executable with Node inside: it serves a YAML program on a machine without Node. */
import { delimiter } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { runChild } from "../../tools/child";
import { ensureEngine } from "../../tools/engine/index";
import { projectFile } from "../../tools/project";
import { sharedProgram } from "../e2e/harness/stack";

const stack = sharedProgram("examples/yaml");

beforeAll(async () => {
  const { code, output } = await runChild(process.execPath, [projectFile("dist", "tools", "package.js")], {});
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/pulumi-resource-apikeys-v.*\.tar\.gz/) });
}, 180_000);

test("keys are minted, kept and revoked with nothing on PATH but the CLI and the executable", async () => {
  const { binDir } = await ensureEngine();
  const PATH = [binDir, projectFile("dist", "package")].join(delimiter);
  stack.environment = { ...stack.environment, PATH };
  const { DEVIN_ORG_ID = "", KOSLI_SERVICE_ACCOUNT = "" } = stack.environment;
  await stack.configure({ devinOrgId: DEVIN_ORG_ID, serviceAccount: KOSLI_SERVICE_ACCOUNT });
  const up = await stack.up();
  expect(up.output).toContain(projectFile("dist", "package", "pulumi-resource-apikeys"));
  expect(stack.ledger.liveKeys()).toHaveLength(2);
  expect((await stack.up()).steps).toEqual({ reporter: ["same"], agent: ["same"] });
  await stack.destroy();
  expect(stack.ledger.liveKeys()).toEqual([]);
});
