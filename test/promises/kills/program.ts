/**
 * One run of the real engine in a process of its own, so that all of it can be killed: `node program.js up` in a scratch project.
 *
 * What it declares is told by its environment: KEYS (how many of each vendor), ABOUT (a change of it replaces every key), ROTATES
 * (how they rotate each 30 days, "in place" or "by replacement"), ADOPTED (JSON: leftovers to take over, by vendor and id), REFRESHES (set where
 * the up asks the vendors first).
 *
 * Beside what it prints it leaves its log on stderr and its events in a file of the project, to be searched for secrets.
 */
import { appendFileSync } from "node:fs";
import { type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";
import { devin, kosli, nekuda } from "../../../provider/index";
import { isTraceOfSdk } from "../../e2e/harness/run";

const { DEVIN_ORG_ID: orgId = "", KEYS, ABOUT: about = "one", ROTATES, ADOPTED = "[]", REFRESHES } = process.env;
const inPlace = ROTATES === "in place" ? { overlap: "24h" } : {};
const rotation = ROTATES ? { every: "30d", ...inPlace } : undefined;

async function program(): Promise<void> {
  for (let index = 0; index < Number(KEYS); index++) {
    new devin.ServiceApiKey(`devin-${index}-${ROTATES ? "" : about}`, { orgId, rotation });
    new kosli.ServiceAccountApiKey(`kosli-${index}`, { serviceAccount: "ci", description: about, rotation });
    new nekuda.ApiKey(`nekuda-${index}`, { name: about, description: about, rotation });
  }
  for (const { vendor, id } of JSON.parse(ADOPTED) as { vendor: string; id: string }[]) {
    const adopt = { keyId: id };
    if (vendor === "kosli") new kosli.ServiceAccountApiKey(id, { serviceAccount: "ci", description: "left", adopt });
    else new nekuda.ApiKey(id, { name: "left", adopt });
  }
}

async function run(operation: string): Promise<void> {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "kills", projectName: "kills", program },
    { workDir: process.cwd() },
  );
  // After each run the Automation API starts the CLI three times to ask for these; the trial looks at the state.
  stack.outputs = async () => ({});
  stack.info = async () => undefined;
  if (operation === "cancel") return await stack.cancel().catch(() => undefined);
  const told = {
    onOutput: (text: string) => process.stdout.write(text),
    onError: (text: string) => process.stderr.write(text),
    onEvent: (event: EngineEvent) => {
      if (!isTraceOfSdk(event)) appendFileSync("events.jsonl", `${JSON.stringify(event)}\n`);
    },
    logToStdErr: true,
    logVerbosity: 1,
  };
  if (operation === "destroy") await stack.destroy(told);
  else await stack.up({ ...told, refresh: REFRESHES !== undefined });
}

run(process.argv[2] ?? "up").catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
