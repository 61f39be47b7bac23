/** One cell as it is run: its emulator, its stacks, its account, and which promises it broke. */
import { movedClock, namedAccount } from "../e2e/harness/environment";
import { createEmulator, type Emulator, type Fault, ok } from "../emulator/index";
import type { Cell } from "./cells";
import type { Properties, ProviderProcess } from "./engine/provider-process";
import { type Program, type Run, SimulatedStack, type Stored } from "./engine/simulated-stack";
import { brokenPromises, liveKeysOfOurs } from "./promises";
import { type Command, laterMs, type ScenarioRun, type Scripts } from "./scenarios/scenario";
import { upWatched } from "./usable";
import { inputsOf, vendorCases } from "./vendor-cases";

export interface Finding {
  readonly cell: string;
  /** The promise that was broken. */
  readonly promise: string;
  readonly said: readonly string[];
}

interface Setting {
  readonly seed: string;
  /** Its own among the trials of a batch. */
  readonly account: string;
  readonly timeFactor: number;
}

const longAgoMs = 86_400_000;

export class Trial {
  readonly findings: Finding[] = [];
  readonly cell: Cell;
  readonly emulator: Emulator;
  readonly stack = new SimulatedStack();
  /** Where a person adopts what was left over, to destroy it. */
  readonly aside = new SimulatedStack();
  /** How far the clocks of the vendor and of the provider process are ahead. */
  aheadMs = 0;
  readonly #program: Program;
  #rotation: ScenarioRun["rotation"];
  readonly #account: string;
  readonly #timeFactor: number;
  #token: string;

  private constructor(cell: Cell, emulator: Emulator, { account, timeFactor }: Setting) {
    this.cell = cell;
    this.emulator = emulator;
    this.#account = account;
    this.#timeFactor = timeFactor;
    this.#token = emulator.tokens[cell.vendor];
    const names = Array.from({ length: cell.scenario.keys ?? 1 }, (_, index) => `${account}-${index}`);
    const { inputs = () => ({}), strangers = 0 } = cell.scenario;
    const inputsFor = (name: string) => ({ ...inputsOf(cell.vendor, emulator, name, account), ...inputs(emulator) });
    this.#program = new Map(names.map((name) => [name, inputsFor(name)]));
    emulator.clock.advance(-longAgoMs);
    for (let count = 0; count < strangers; count++) emulator.strangers.mint(cell.vendor);
    emulator.clock.advance(longAgoMs);
  }

  static async begin(cell: Cell, setting: Setting): Promise<Trial> {
    const switches = cell.scenario.switches ?? {};
    return new Trial(cell, await createEmulator({ seed: `${setting.seed} ${cell.name}`, switches }), setting);
  }

  async end(): Promise<void> {
    await this.emulator.close().catch((error: Error) => this.broke(`no DELETE on a collection: ${error.message}`));
  }

  /** What the provider process finds in its environment for this trial. */
  get environment(): Record<string, string> {
    const { vendor } = this.cell;
    const first = this.emulator.tokens[vendor];
    const own = Object.entries(this.emulator.environment()).filter(([name]) => name.startsWith(vendor.toUpperCase()));
    const now = own.map(([name, text]) => [name, text === first ? this.#token : text]);
    const account = namedAccount(this.#account, Object.fromEntries(now));
    return { ...account, ...movedClock(this.aheadMs), PULUMI_APIKEYS_TIME_FACTOR: String(this.#timeFactor) };
  }

  /** The program as it is written now. */
  get program(): Program {
    const rotation = this.#rotation && { rotation: this.#rotation };
    const inputs = [...this.#program].map(([name, own]) => [name, { ...own, ...rotation }] as const);
    return new Map(inputs.map(([name, own]) => [name, this.#isGone(own) ? { ...own, adopt: undefined } : own]));
  }

  /** Whether a person has read that the key to adopt is gone, and lets go of it: a destroy has revoked it, or the fault has. */
  #isGone(inputs: Properties): boolean {
    const mayBe = this.hasLostKey || this.cell.scenario.command === "destroy";
    return mayBe && !this.live.some(({ id }) => id === adoptedBy(inputs));
  }

  /** The keys that the program names, and that no record holds yet. */
  get #toAdopt(): string[] {
    const held = this.stack.records.map(({ outputs }) => outputs.keyId);
    const named = [...this.program.values()].flatMap((inputs) => adoptedBy(inputs) ?? []);
    return named.filter((id) => !held.includes(id));
  }

  get rotates(): boolean {
    return this.#rotation !== undefined;
  }

  /** What is so when a run begins. */
  beginRun({ rotation, isLater }: ScenarioRun, scripts: Scripts | undefined): void {
    this.#rotation = rotation ?? this.#rotation;
    if (isLater) this.moveClock(laterMs);
    this.script(scripts);
  }

  async run(command: Command, provider: ProviderProcess): Promise<Run> {
    return command === "up" ? await this.up(provider) : await this.stack[command](provider);
  }

  async up(provider: ProviderProcess, program = this.program): Promise<Run> {
    const { emulator, stack, cell } = this;
    const { run, without } = await upWatched({ stack, provider, program }, emulator.ledger, cell.vendor);
    if (without.length > 0 && !this.hasLostKey) this.broke("a resource keeps a valid key", [...without, ...run.errors]);
    return run;
  }

  moveClock(byMs: number): void {
    this.aheadMs += byMs;
    this.emulator.clock.advance(byMs);
  }

  /** What a person does whose token was revoked. */
  renewToken(): void {
    this.#token = this.emulator.tokens.issue(this.cell.vendor);
  }

  /** From now on the vendor answers as scripted, and soundly wherever nothing is. */
  script(scripts: Scripts = {}): void {
    const { vendor } = this.cell;
    for (const route of Object.values(vendorCases[vendor].routes)) {
      this.emulator.script(vendor, route, scripts[route] ?? [ok]);
    }
  }

  /** The answers of the run in which a request meets the fault. */
  get faultyScripts(): Scripts {
    const { request, scenario, fault } = this.cell;
    const { route, callsBefore, lasts } = request;
    const before = Array.from({ length: callsBefore }, (_, call): Fault => scenario.scripts?.[route]?.[call] ?? ok);
    return { ...scenario.scripts, [route]: [...before, fault, ...(lasts ? [] : [ok])] };
  }

  /** How often the route was called whose request meets the fault. */
  get calls(): number {
    const { vendor, request } = this.cell;
    return this.emulator.ledger.calls({ vendor, route: request.route }).length;
  }

  get live() {
    return liveKeysOfOurs(this.emulator.ledger, this.cell.vendor);
  }

  /** True when the fault has revoked a key of ours: it was asked with that key. */
  get hasLostKey(): boolean {
    return this.emulator.ledger.revokes.some(({ revokedBy }) => revokedBy === "script");
  }

  broke(promise: string, said: readonly string[] = []): void {
    this.findings.push({ cell: this.cell.name, promise, said });
  }

  /** What must hold after every run. */
  lookAfter(run: Run, printed: string): void {
    const { vendor, isContradiction } = this.cell;
    const room = this.stack.records.reduce((sum, stored) => sum + roomIn(stored), 0);
    const toAdopt = this.#toAdopt;
    const most = Math.min(room, 2 * this.program.size) + this.aside.resources.size + toAdopt.length;
    if (this.live.length > most && !isContradiction) {
      this.broke(`at most ${most} live keys, not ${this.live.length}`, run.errors);
    }
    const broken = brokenPromises({
      ledger: this.emulator.ledger,
      vendor,
      records: [...this.stack.records, ...this.aside.records],
      said: [...run.errors, printed, ...toAdopt].join("\n"),
      isContradicted: isContradiction,
    });
    for (const promise of broken) this.broke(promise, run.errors);
  }
}

function adoptedBy({ adopt }: Properties): string | undefined {
  return (adopt as { readonly keyId: string } | undefined)?.keyId;
}

/** How many keys of a record may live: beside the one in use that before it, or one whose mint is not settled. */
function roomIn({ outputs }: Stored): number {
  const isRotating = outputs.previousKeyId !== undefined || (outputs.keyId !== "" && outputs.pending !== undefined);
  return isRotating ? 2 : 1;
}
