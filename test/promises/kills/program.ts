/**
 * One run of the real engine in a process of its own, so that all of it can be killed: `node program.js up` in a scratch project.
 *
 * Its environment tells it what to do. DECLARED is JSON: the resources, with their names, vendors and inputs. REFRESHES is set where the up
 * begins with a refresh.
 *
 * It writes its log to stderr and its events into a file of the project, so that both can be searched for secrets.
 */
import { appendFileSync } from "node:fs";
import { type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";
import type { VendorName } from "../../../emulator/index";
import { isTraceOfSdk } from "../../e2e/harness/run";
import type { Properties } from "../../stack/provider-process";
import { keyClass } from "../../vendors/classes";

const { DECLARED = "[]", REFRESHES } = process.env;

/** A resource of the program. */
export interface Declared {
  readonly name: string;
  readonly vendor: VendorName;
  readonly inputs: Properties;
}

async function program(): Promise<void> {
  for (const { name, vendor, inputs } of JSON.parse(DECLARED) as Declared[]) {
    const Key = keyClass(vendor);
    new Key(name, inputs);
  }
}

async function run(operation: string): Promise<void> {
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "kills", projectName: "kills", program },
    { workDir: process.cwd() },
  );
  // Saves time: after each run the Automation API starts the CLI three times to read the outputs. The trial reads the state instead.
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
