/** The state of the tests' stacks is kept in a folder that is deleted after them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { ensureEngine, scratchBackend } from "../../tools/engine";
import { cleanUp, temporaryFolder } from "./processes";

afterEach(cleanUp);

test("a stack runs on the engine that was found, in the throw-away folder only", async () => {
  const engine = await ensureEngine();
  const scratch = scratchBackend();
  const args = { projectName: "scratch", stackName: "test", program: async () => ({ answer: 42 }) };
  // The Automation API writes Pulumi.yaml and Pulumi.test.yaml into its working folder.
  const stack = await LocalWorkspace.createOrSelectStack(args, {
    workDir: temporaryFolder(),
    pulumiCommand: engine.command,
    envVars: { ...engine.env, ...scratch.env },
  });
  const { outputs } = await stack.up();
  expect(outputs.answer?.value).toBe(42);

  const state = join(scratch.stateFolder, ".pulumi", "stacks", "scratch", "test.json");
  expect(JSON.parse(readFileSync(state, "utf8"))).toHaveProperty("checkpoint");
  await scratch.dispose();
  expect(existsSync(scratch.stateFolder)).toBe(false);
});
