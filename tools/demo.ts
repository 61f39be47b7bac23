// `npm run demo`: the quickstart on the real Pulumi engine, against the emulator of the vendors. A person sees what happened at each step. Must never
// print a key, nor end with success while the emulator's ledger knows a live key.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { createEmulator, type Emulator } from "../test/emulator";
import { ensureEngine, scratchBackend } from "./engine/index";
import { policyVerdict } from "./policy-verdict";
import { projectFile } from "./project";
import { runTool } from "./tool";

const quickstart = projectFile("dist", "examples", "quickstart", "index.js");

runTool(async () => {
  const engine = await ensureEngine();
  const emulator = await createEmulator();
  const backend = scratchBackend();
  mkdirSync(projectFile("dist", "scratch"), { recursive: true });
  // Inside the repository, so that the resources find pulumi-apikeys here.
  const workDir = mkdtempSync(projectFile("dist", "scratch", "demo-"));
  try {
    // The inline program runs in this process, the provider in one that the engine starts: both need the variables.
    Object.assign(process.env, emulator.environment());
    show("the emulator of the three vendors answers on this machine", Object.entries(emulator.urls).map(spaced));
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "demo", projectName: "pulumi-apikeys-quickstart", program },
      { workDir, envVars: { ...engine.env, ...backend.env }, pulumiCommand: engine.command },
    );
    await runSteps(stack, emulator, engine.version);
  } finally {
    await emulator.close();
    await backend.dispose();
    rmSync(workDir, { recursive: true, force: true });
  }
  const live = emulator.ledger.liveKeys().length;
  console.log(`live keys: ${live}`);
  return live === 0 ? 0 : 1;
});

async function runSteps(stack: Stack, emulator: Emulator, version: string): Promise<void> {
  const up = await stack.up();
  show(`pulumi up (engine ${version}, program examples/quickstart) ${summary(up.summary)}`, [
    ...Object.entries(up.outputs).map(([name, { value, secret }]) =>
      spaced([name, secret ? "•••••••• (a secret output)" : value]),
    ),
    ...liveKeys(emulator),
  ]);
  const sent = emulator.ledger.calls().length;
  const again = await stack.up();
  const sentAgain = emulator.ledger.calls().length - sent;
  show(`pulumi up again ${summary(again.summary)}`, [`requests that reached the vendors: ${sentAgain}`]);
  const refresh = await stack.refresh();
  const kept = Object.entries(await stack.outputs()).filter(([name, { value }]) => value === up.outputs[name]?.value);
  show(`pulumi refresh ${summary(refresh.summary)}`, [
    `${emulator.ledger.liveKeys().length} keys live at their vendors; ${kept.length} of ${Object.keys(up.outputs).length} outputs kept`,
  ]);
  console.log(`\n${await policyVerdict(stack)}`);
  const destroy = await stack.destroy();
  show(
    `pulumi destroy ${summary(destroy.summary)}`,
    emulator.ledger.revokes.map((key) => spaced([`revoked at ${key.vendor}`, key.id])),
  );
}

/** Evaluated anew for each run, as the engine's own language host would. */
async function program(): Promise<Record<string, unknown>> {
  delete require.cache[quickstart];
  return require(quickstart);
}

function liveKeys(emulator: Emulator): string[] {
  return emulator.ledger.liveKeys().map((key) => spaced([`live at ${key.vendor}`, key.id]));
}

function summary({ resourceChanges = {} }: { resourceChanges?: Record<string, number> | undefined }): string {
  const counts = Object.entries(resourceChanges).map(([change, count]) => `${count} ${change}`);
  return `(${counts.join(", ")})`;
}

function spaced([name, value]: readonly [string, unknown]): string {
  return `${name.padEnd(18)} ${value}`;
}

function show(title: string, lines: readonly string[]): void {
  console.log(`\n${title}`);
  for (const line of lines) console.log(`  ${line}`);
}
