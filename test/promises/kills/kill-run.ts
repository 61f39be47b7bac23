/**
 * One kill: in a run of the real engine, the provider process or the whole process tree is killed while requests are on their way. Then
 * more runs of the engine recover.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createEmulator, type Emulator, type Key, type VendorName, vendorNames } from "../../../emulator/index";
import { ensureEngine, scratchBackend } from "../../../tools/engine/index";
import { projectFile } from "../../../tools/project";
import { compiledOnce } from "../../e2e/harness/compiled-once";
import { movedClock, shortenedWaits } from "../../e2e/harness/environment";
import { filesBelow, leaksIn } from "../../e2e/harness/leaks";
import { readState } from "../../e2e/harness/state";
import type { Properties } from "../../stack/provider-process";
import { freshTokens, kitOf, markedVendors } from "../../vendors/every-vendor";
import { withPlugin } from "../../way-in";
import { type Plan, type Rotates, situations } from "./plan";
import { kill, treeOf } from "./process-tree";
import type { Declared } from "./program";

export interface Outcome {
  readonly plan: Plan;
  /** False when the run ended before the moment of the kill. */
  readonly hit: boolean;
  /** True when the kill left a live key that the state does not hold. */
  readonly insideMint: boolean;
  /** How many orphans with a marker the kill left. The next run must name each of them. */
  readonly named: number;
  /** How many orphans the kill left at vendors without markers. Nothing names them. */
  readonly unnamed: number;
  /** True when the kill left a file that the engine cannot read ("failed to load checkpoint: EOF"), and a person repaired it. */
  readonly repaired: boolean;
  readonly broken: readonly string[];
}

const dayMs = 86_400_000;

/** How many keys the program declares, for each vendor and in all. */
const keysOfEach = 2;
const declared = keysOfEach * vendorNames.length;

/** The requests whose answers are delayed: mints and revokes. */
const slow = vendorNames.flatMap((vendor) => {
  const { mint, revoke } = kitOf(vendor).routes;
  return [mint, revoke].map((route) => [vendor, route] as const);
});

export async function runTrial(plan: Plan): Promise<Outcome> {
  const trial = new KillTrial(plan, await createEmulator());
  try {
    return await trial.run();
  } finally {
    await trial.close();
  }
}

class KillTrial {
  readonly #plan: Plan;
  readonly #emulator: Emulator;
  readonly #backend = scratchBackend();
  readonly #folder: string;
  readonly #broken: string[] = [];
  /** All that the runs printed to stdout. */
  #said = "";
  /** All that the runs wrote to stderr, their logs included. */
  #logged = "";
  #repaired = false;
  /** How far the clocks of the vendors and of the engine are ahead. */
  #aheadMs = 0;

  constructor(plan: Plan, emulator: Emulator) {
    this.#plan = plan;
    this.#emulator = emulator;
    mkdirSync(projectFile("dist", "scratch"), { recursive: true });
    this.#folder = mkdtempSync(projectFile("dist", "scratch", "kill-"));
    for (const vendor of vendorNames) emulator.strangers.mint(vendor);
  }

  async run(): Promise<Outcome> {
    const { situation, answerMs } = this.#plan;
    const { before, killedOn, rotates } = situations[situation];
    const first = this.#declared(rotates, false);
    for (const day of before) await this.#succeed("up", { ...declaring(first), ...this.#onDay(day) });
    const last = this.#declared(rotates, situation === "replace");
    const after = { ...declaring(last), ...this.#onDay(killedOn) };

    for (const [vendor, route] of slow) {
      this.#emulator.script(vendor, route, { commits: true, delivery: "stall-headers", delayMs: answerMs });
    }
    const destroys = situation.startsWith("destroy");
    const hit = await this.#killed(destroys ? "destroy" : "up", after);
    const insideMint = hit && this.#unaccounted().length > 0;
    for (const [vendor, route] of slow) this.#emulator.script(vendor, route, { commits: true });

    if (this.#plan.kind === "tree") {
      this.#repair();
      await this.#finished(this.#start("cancel", after));
    }
    const saidBefore = this.#said.length;
    // A destroy that was killed may have revoked keys. The next up learns that only by a refresh.
    await this.#succeed("up", destroys ? { ...after, REFRESHES: "yes" } : after);
    const said = this.#said.slice(saidBefore);
    const left = this.#unaccounted();
    const marked = left.filter(({ vendor }) => markedVendors.some((marked) => marked === vendor));
    for (const { id } of marked) if (!said.includes(id)) this.#broken.push("every marked key is named");

    // A person adopts the keys that were named, to destroy them with the rest.
    const adopting = declaring([...last, ...marked.map((key) => this.#adopting(key))]);
    const requests = this.#emulator.ledger.calls().length;
    await this.#succeed("up", { ...after, ...adopting });
    const isQuiet = this.#emulator.ledger.calls().length === requests;
    if (marked.length === 0 && !isQuiet) this.#broken.push("the run after the recovery changes nothing");
    // The previous keys are retired in the end.
    const later = { ...after, ...(rotates ? this.#onDay(killedOn + 2) : {}) };
    if (rotates) await this.#succeed("up", { ...later, ...adopting });
    const kept = this.#ours.length - left.length;
    if (kept !== declared) this.#broken.push(`each of ${declared} resources has one live key, not ${kept} of them`);
    await this.#succeed("destroy", later);
    this.#judge(left.length - marked.length);
    return {
      plan: this.#plan,
      hit,
      insideMint,
      named: marked.length,
      unnamed: left.length - marked.length,
      repaired: this.#repaired,
      broken: this.#broken,
    };
  }

  /** Keys of each vendor, which rotate every 30 days in the given way. With `isEdited`, the inputs ask for other keys. */
  #declared(rotates: Rotates, isEdited: boolean): Declared[] {
    const inPlace = rotates === "in place" ? { overlap: "24h" } : {};
    const rotation = rotates && { rotation: { every: "30d", ...inPlace } };
    return vendorNames.flatMap((vendor) => {
      const { usual, another } = kitOf(vendor);
      const inputs = { ...usual(this.#emulator), ...(isEdited ? another(this.#emulator) : {}), ...rotation };
      return Array.from({ length: keysOfEach }, (_, index) => ({
        name: `${vendor}-${index}`,
        vendor,
        inputs,
      }));
    });
  }

  /** A resource that adopts an orphan, in the place under which its vendor lists it. */
  #adopting({ vendor, id, scope }: Key): Declared {
    const { usual, placeInput } = kitOf(vendor as VendorName);
    const place: Properties = placeInput ? { [placeInput]: scope } : {};
    return {
      name: id,
      vendor: vendor as VendorName,
      inputs: { ...usual(this.#emulator), ...place, adopt: { keyId: id } },
    };
  }

  async close(): Promise<void> {
    await this.#emulator.close().catch((error: Error) => this.#broken.push(error.message));
    await this.#backend.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Checks what must hold in the end. */
  #judge(unnamed: number): void {
    const { ledger } = this.#emulator;
    const live = ledger.liveKeys();
    const ours = this.#ours.length;
    if (ours !== unnamed) this.#broken.push(`a destroy leaves ${unnamed} keys of ours, not ${ours}`);
    if (live.length - ours !== vendorNames.length) this.#broken.push("no key of a stranger is revoked");
    // The folder also has the events of each run.
    const files = filesBelow(this.#folder, this.#backend.stateFolder);
    const told = { "what was printed": this.#said, "what was logged": this.#logged };
    const leaks = leaksIn({ ...files, ...told }, ledger.secrets());
    if (leaks.length > 0) this.#broken.push(`no secret in ${leaks.join(", ")}`);
  }

  get #stateFile(): string {
    return join(this.#backend.stateFolder, ".pulumi", "stacks", "kills", "kills.json");
  }

  /**
   * Removes the file `.attrs` beside the state if it is empty. The engine's file backend replaces the state in one step, but writes
   * `.attrs` in place, so a kill may leave it empty.
   */
  #repair(): void {
    const attributes = `${this.#stateFile}.attrs`;
    this.#repaired = statSync(attributes, { throwIfNoEntry: false })?.size === 0;
    if (this.#repaired) rmSync(attributes);
  }

  get #ours() {
    return this.#emulator.ledger.liveKeys().filter(({ mintedBy }) => mintedBy !== "stranger");
  }

  /** Live keys of ours that no state knows. */
  #unaccounted() {
    // A run that is killed early leaves no state.
    const state = existsSync(this.#stateFile) ? JSON.stringify(readState(this.#stateFile)) : "";
    return this.#ours.filter(({ id }) => !state.includes(id));
  }

  /** Runs the operation and kills it at the planned moment. False if the run ended before. */
  async #killed(operation: string, env: Record<string, string>): Promise<boolean> {
    const { kind, requests, laterMs } = this.#plan;
    const mints = new Map<string, number>();
    const before = this.#emulator.ledger.calls().length;
    const keysBefore = this.#emulator.ledger.mints.length;
    const child = this.#start(operation, env);
    const ended = this.#finished(child);
    while (this.#emulator.ledger.calls().length < before + requests && child.exitCode === null) await sleep(1);
    if (child.exitCode !== null) return false;
    await sleep(laterMs);
    const tree = treeOf(child.pid ?? Number.NaN);
    const victims = kind === "tree" ? tree : tree.filter(({ command }) => command.includes("dynamic-provider"));
    for (const victim of victims) kill(victim);
    await ended;
    for (const key of this.#emulator.ledger.mints.slice(keysBefore)) {
      const resource = `${key.vendor} ${markedResource(key) ?? ""}`;
      mints.set(resource, (mints.get(resource) ?? 0) + 1);
    }
    for (const [resource, count] of mints) {
      // Without a marker, nothing tells to which resource a key belongs.
      const most = resource.endsWith(" ") ? keysOfEach : 1;
      if (count > most) this.#broken.push("no second mint of a resource in a run");
    }
    return victims.length > 0;
  }

  async #succeed(operation: string, env: Record<string, string>): Promise<void> {
    const code = await this.#finished(this.#start(operation, env));
    if (code !== 0)
      this.#broken.push(`the ${operation} after the kill succeeds: ${(this.#said + this.#logged).slice(-2000)}`);
  }

  #start(operation: string, env: Record<string, string>): ChildProcess {
    const script = projectFile("dist", "test", "promises", "kills", "program.js");
    const child = spawn(process.execPath, [script, operation], {
      cwd: this.#folder,
      env: {
        ...process.env,
        ...compiledOnce,
        ...engineEnv,
        PATH: withPlugin(engineEnv.PATH),
        ...this.#backend.env,
        ...this.#emulator.environment(),
        ...shortenedWaits,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#logged += text;
    });
    return child;
  }

  async #finished(child: ChildProcess): Promise<number | null> {
    // `close` comes only when all output of the process has been read.
    const [code] = await once(child, "close");
    return code as number | null;
  }

  /** Moves the vendors' clocks to that day, and returns the environment of a run on it. A day must never come before an earlier call's. */
  #onDay(day: number): Record<string, string> {
    this.#emulator.clock.advance(day * dayMs - this.#aheadMs);
    this.#aheadMs = day * dayMs;
    return { ...movedClock(this.#aheadMs), ...freshTokens(this.#emulator) };
  }
}

function declaring(resources: readonly Declared[]): Record<string, string> {
  return { DECLARED: JSON.stringify(resources) };
}

/** The part of a key's marker that tells the resource, from the field in which the vendor shows the marker. */
function markedResource({ name, description }: Key): string | undefined {
  return /\[(?:\w+:)?(\w+)\.\w+\]$/m.exec(`${name ?? ""}\n${description ?? ""}`)?.[1];
}

let engineEnv: Readonly<Record<string, string>> = {};

/** To be called once before the first trial. */
export async function prepareEngine(): Promise<void> {
  engineEnv = (await ensureEngine()).env;
}
