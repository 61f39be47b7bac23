/**
 * A rotator of its own: `node rotate.js`, once a day, by cron or a timer. It runs one up, prints what changed, and ends.
 *
 * Two of them must never run at once: the backend's lock sees to that, and the second one fails. Nor must one be killed in the middle.
 */
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { keys } from "./keys";

const projectName = "automation-api-keys";
// The resources find their package from `main`: the folder with node_modules, from whichever folder this is started.
const place = { workDir: __dirname, projectSettings: { name: projectName, runtime: "nodejs", main: __dirname } };

async function rotate(): Promise<void> {
  const stackName = process.env.STACK ?? "prod";
  const stack = await LocalWorkspace.createOrSelectStack({ projectName, stackName, program: keys }, place);
  // With a refresh, so that a key that was revoked by hand is minted anew in the same run.
  const { summary } = await stack.up({ refresh: true, onOutput: (text) => process.stdout.write(text) });
  const { create = 0, update = 0, replace = 0 } = summary.resourceChanges ?? {};
  console.log(`resources created: ${create}, updated or replaced: ${update + replace}`);
}

rotate().catch((error: Error) => {
  // The message says what to do and whose turn it is; a scheduler sees the exit code.
  console.error(error.message);
  process.exitCode = 1;
});
