// `npm run demo`: the quickstart on the real Pulumi engine, against the emulator of the vendors. It shows a person what happened at
// each step. It must never print a key, nor end with success while the emulator's ledger knows a live key.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { createEmulator, type Emulator } from "../emulator/index";
import { movedClock } from "../test/e2e/harness/provider-clock";
import { freshTokens } from "../test/vendors/every-vendor";
import { ensureEngine, scratchBackend } from "./engine/index";
import { policyVerdict } from "./policy-verdict";
import { projectFile } from "./project";
import { runTool } from "./tool";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
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
    show("the emulator of the vendors answers on this machine", Object.entries(emulator.urls).map(spaced));
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
  show(`pulumi up (engine ${version}, program examples/quickstart) ${counted(up.summary.resourceChanges)}`, [
    ...Object.entries(up.outputs).map(([name, { value, secret }]) =>
      spaced([name, secret ? "•••••••• (a secret output)" : value]),
    ),
    ...liveKeys(emulator),
  ]);
  const sent = emulator.ledger.calls().length;
  const again = await stack.up();
  const sentAgain = emulator.ledger.calls().length - sent;
  show(`pulumi up again ${counted(again.summary.resourceChanges)}`, [
    `requests that reached the vendors: ${sentAgain}`,
  ]);
  const refresh = await stack.refresh();
  const kept = Object.entries(await stack.outputs()).filter(([name, { value }]) => value === up.outputs[name]?.value);
  show(`pulumi refresh ${counted(refresh.summary.resourceChanges)}`, [
    `${emulator.ledger.liveKeys().length} keys live at their vendors; ${kept.length} of ${Object.keys(up.outputs).length} outputs kept`,
  ]);
  await rotate(stack, emulator);
  console.log(`\n${await policyVerdict(stack)}`);
  const destroy = await stack.destroy();
  show(
    `pulumi destroy ${counted(destroy.summary.resourceChanges)}`,
    emulator.ledger.revokes.map((key) => spaced([`revoked at ${key.vendor}`, key.id])),
  );
}

/** The keys rotate after 30 days, with an overlap of a day: the first run after the overlap revokes the previous keys. */
async function rotate(stack: Stack, emulator: Emulator): Promise<void> {
  const previous = await keyValues(stack);
  goTo(stack, emulator, 30 * dayMs);
  const preview = await stack.preview();
  show(`30 days later: pulumi preview ${counted(preview.changeSummary)}`, due(preview.stdout));
  const rotated = await stack.up();
  const held = await keyValues(stack);
  const accepted = (values: readonly string[]) =>
    `${values.filter((value) => emulator.ledger.authenticates(value)).length} of ${values.length}`;
  const verdict = () => [`previous keys that the vendors accept: ${accepted(previous)}`, `new ones: ${accepted(held)}`];
  show(`pulumi up ${counted(rotated.summary.resourceChanges)}`, verdict());
  goTo(stack, emulator, 31 * dayMs + hourMs);
  const retired = await stack.up();
  show(`a day later: pulumi up ${counted(retired.summary.resourceChanges)}`, [...due(retired.stdout), ...verdict()]);
}

/** Moves the time on, at the vendors and for the provider process. */
function goTo({ workspace }: Stack, emulator: Emulator, aheadMs: number): void {
  emulator.clock.set(Date.now() + aheadMs);
  workspace.envVars = { ...workspace.envVars, ...movedClock(aheadMs), ...freshTokens(emulator) };
}

async function keyValues(stack: Stack): Promise<string[]> {
  return Object.values(await stack.outputs()).flatMap(({ value, secret }) => (secret ? [value] : []));
}

/** The product's own lines: which key is rotated or revoked now, and why. */
function due(printed: string): string[] {
  const lines = printed.split("\n").map((line) => line.trim());
  return lines.filter((line) => /^\w+: (key|revokes key) /.test(line));
}

/** Evaluated anew for each run, as the engine's own language host would. */
async function program(): Promise<Record<string, unknown>> {
  delete require.cache[quickstart];
  return require(quickstart);
}

function liveKeys(emulator: Emulator): string[] {
  return emulator.ledger.liveKeys().map((key) => spaced([`live at ${key.vendor}`, key.id]));
}

/** `(4 create)` */
function counted(changes: Record<string, number> = {}): string {
  const counts = Object.entries(changes).map(([change, count]) => `${count} ${change}`);
  return `(${counts.join(", ")})`;
}

function spaced([name, value]: readonly [string, unknown]): string {
  return `${name.padEnd(18)} ${value}`;
}

function show(title: string, lines: readonly string[]): void {
  console.log(`\n${title}`);
  for (const line of lines) console.log(`  ${line}`);
}
