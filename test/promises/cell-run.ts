/** One run of a cell: its emulator, its stacks, its account, and the promises that were broken in it. */
import { createEmulator, type Emulator, type Fault, type Key, ok } from "../../emulator/index";
import { canaryVariable } from "../../emulator/secret-source";
import { movedClock, namedAccount } from "../e2e/harness/environment";
import { inputsOf } from "../stack/inputs-of";
import type { Properties, ProviderProcess } from "../stack/provider-process";
import { type Program, type Run, SimulatedStack, type Stored } from "../stack/simulated-stack";
import { kitOf } from "../vendors/every-vendor";
import type { Routes } from "../vendors/kit";
import { type Defect, withDefect } from "./broken-provider/defect";
import type { Cell } from "./cells";
import { longestCallMs, mintLongAgo } from "./named";
import { liveKeysOfOurs } from "./ours";
import type { Printed } from "./printed";
import { brokenPromises, type KeptPromise, pendingKeyOf } from "./promises";
import { type Command, laterMs, type ScenarioRun, type Scripts, scriptsByRoute } from "./scenarios/scenario";
import { isOverlapOver, upWatched } from "./usable";

/** What must hold in a cell, in addition to the promises that hold after every run. */
export const cellPromises = [
  "the fault is met",
  "a resource has one live key at most, or two while it rotates",
  "a resource keeps a valid key",
  "a run without faults converges",
  "a person judges only what nothing tells",
  "a named key can be adopted, then destroyed",
  "a run converges once a person has judged",
  "the next run changes nothing",
  "a key whose overlap is over is retired",
  "one live key for each resource",
  "destroy succeeds",
  "destroy succeeds once a person has judged",
  "destroy leaves no live key",
] as const;

export type CellPromise = KeptPromise | (typeof cellPromises)[number];

export interface Finding {
  readonly cell: string;
  /** The promise that was broken. */
  readonly promise: CellPromise;
  readonly said: readonly string[];
}

interface Surroundings {
  readonly seed: string;
  /** The name of the trial's account. Each trial of a batch has another. */
  readonly account: string;
  readonly timeFactor: number;
  /** True where the account has only our keys. With another key in it, a vendor may tell which account it is. */
  readonly isAlone: boolean;
  /** The defect of the provider, if a test breaks it on purpose. */
  readonly defect?: Defect | undefined;
}

export class CellTrial {
  readonly findings: Finding[] = [];
  readonly cell: Cell;
  readonly emulator: Emulator;
  readonly stack = new SimulatedStack();
  /** The stack in which a person adopts orphans, to destroy them. */
  readonly aside = new SimulatedStack();
  /** How far the clocks of the vendor and of the provider process are ahead. */
  aheadMs = 0;
  /** True once a person had to tell whose a key is. */
  isJudged = false;
  readonly #bystander: Key | undefined;
  readonly #canary: string;
  readonly #surroundings: Surroundings;
  readonly #program: Program;
  #rotation: ScenarioRun["rotation"];
  #isAdoptRemoved = false;
  #edited: Properties | undefined;
  #token: string;

  private constructor(cell: Cell, emulator: Emulator, canary: string, surroundings: Surroundings) {
    const { account, isAlone } = surroundings;
    this.cell = cell;
    this.emulator = emulator;
    this.#surroundings = surroundings;
    this.#canary = canary;
    this.#bystander = isAlone ? undefined : mintLongAgo(emulator, cell.vendor);
    this.#token = emulator.tokens[cell.vendor];
    const names = Array.from({ length: cell.scenario.keys ?? 1 }, (_, index) => `${account}-${index}`);
    const { inputs = () => ({}), strangers = 0 } = cell.scenario;
    const inputsFor = (name: string) => ({
      ...inputsOf(cell.vendor, emulator, name, account),
      ...inputs(emulator, cell.vendor),
    });
    this.#program = new Map(names.map((name) => [name, inputsFor(name)]));
    for (let count = 0; count < strangers; count++) mintLongAgo(emulator, cell.vendor);
  }

  static async begin(cell: Cell, surroundings: Surroundings): Promise<CellTrial> {
    const switches = { [cell.vendor]: cell.scenario.switches ?? {} };
    // This cell's own canary. It contains the canary of the whole test run.
    const canary = `${process.env[canaryVariable] ?? "canary"}-of-${surroundings.account}-`;
    const emulator = await createEmulator({ seed: `${surroundings.seed} ${cell.name}`, canary, switches });
    return new CellTrial(cell, emulator, canary, surroundings);
  }

  async end(): Promise<void> {
    await this.emulator.close().catch((error: Error) => this.broke("no DELETE on a collection", [error.message]));
  }

  /** The variables that the provider process gets for this trial. */
  get environment(): Record<string, string> {
    const { vendor } = this.cell;
    const first = this.emulator.tokens[vendor];
    const own = Object.entries(this.emulator.environment()).filter(([name]) => name.startsWith(vendor.toUpperCase()));
    const now = own.map(([name, text]) => [name, text === first ? this.#token : text]);
    const { account, timeFactor, defect } = this.#surroundings;
    return {
      ...namedAccount(account, Object.fromEntries(now)),
      ...withDefect(defect, movedClock(this.aheadMs)),
      PULUMI_APIKEYS_TIME_FACTOR: String(timeFactor),
    };
  }

  /** The program as it is written now. */
  get program(): Program {
    const rotation = this.#rotation && { rotation: this.#rotation };
    const inputs = [...this.#program].map(([name, own]) => [name, { ...own, ...rotation, ...this.#edited }] as const);
    return new Map(inputs.map(([name, own]) => [name, this.#hasLostAdopt(own) ? { ...own, adopt: undefined } : own]));
  }

  /**
   * Whether `adopt` has left the program. Either the scenario removes it, or a person does after the key is gone. A destroy or the fault
   * may have revoked that key.
   */
  #hasLostAdopt(inputs: Properties): boolean {
    if (this.#isAdoptRemoved) return true;
    const mayBe = this.hasLostKey || this.cell.scenario.command === "destroy";
    return mayBe && !this.live.some(({ id }) => id === adoptedBy(inputs));
  }

  /** The keys that the program adopts and that no record holds yet. */
  get #toAdopt(): string[] {
    const held = this.stack.records.map(({ outputs }) => outputs.keyId);
    const named = [...this.program.values()].flatMap((inputs) => adoptedBy(inputs) ?? []);
    return named.filter((id) => !held.includes(id));
  }

  /** Whether a previous key's overlap is over. A previous key that expired before the rotation has no overlap. */
  get hasKeyToRetire(): boolean {
    const now = this.emulator.clock.now();
    return this.stack.records.some((record) => isOverlapOver(record, now));
  }

  /** Whether the program asks for another key than at first: the first key is replaced once nothing is pending. */
  get isEdited(): boolean {
    return this.#edited !== undefined;
  }

  get rotates(): boolean {
    return this.#rotation !== undefined;
  }

  /** Brings about the situation in which a run begins. */
  beginRun(run: ScenarioRun): void {
    const { rotation, isLater, isRevokedByHand, isAdoptRemoved = false, isEdited, hasAnotherToken } = run;
    this.#rotation = rotation ?? this.#rotation;
    this.#isAdoptRemoved ||= isAdoptRemoved;
    if (isEdited) this.#edited ??= kitOf(this.cell.vendor).another(this.emulator);
    const inUse = this.stack.records.map(({ outputs }) => outputs.keyId);
    if (isRevokedByHand) for (const key of this.live) if (inUse.includes(key.id)) this.emulator.strangers.revoke(key);
    if (isLater) this.moveClock(laterMs);
    if (hasAnotherToken) this.replaceToken();
    this.script(run.scripts);
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

  /** Takes another token, as a person does whose token was revoked or soon will be. */
  replaceToken(): void {
    this.#token = this.emulator.tokens.issue(this.cell.vendor);
  }

  /** From now on the vendor answers as scripted. Requests without a script get the right answer. */
  script(scripts?: Scripts): void {
    this.#answer(scriptsByRoute(this.#routes, scripts));
  }

  /** Scripts the run that meets the fault: the scenario's answers, with the fault as the answer to the cell's request. */
  scriptFault(): void {
    const { request, scenario, fault } = this.cell;
    const { route, callsBefore, lasts } = request;
    const scripts = scriptsByRoute(this.#routes, scenario.scripts);
    const before = Array.from({ length: callsBefore }, (_, call): Fault => scripts[route]?.[call] ?? ok);
    this.#answer({ ...scripts, [route]: [...before, fault, ...(lasts ? [] : [ok])] });
  }

  #answer(scripts: ReturnType<typeof scriptsByRoute>): void {
    for (const route of Object.values(this.#routes))
      this.emulator.script(this.cell.vendor, route, scripts[route] ?? [ok]);
  }

  get #routes(): Routes {
    return kitOf(this.cell.vendor).routes;
  }

  /** How many calls the route of the cell's request got. */
  get callsOfFaultedRoute(): number {
    const { vendor, request } = this.cell;
    return this.emulator.ledger.calls({ vendor, route: request.route }).length;
  }

  get live() {
    return liveKeysOfOurs(this.emulator.ledger, this.cell.vendor);
  }

  /** True when the fault has revoked a key of ours, with which the request was sent. */
  get hasLostKey(): boolean {
    return this.emulator.ledger.revokes.some(({ revokedBy }) => revokedBy === "script");
  }

  /** Notes that a person has to tell whose a key is. This must never be necessary where the key's value is known and proves its id. */
  noteJudgement(said: readonly string[]): void {
    this.isJudged = true;
    const { vendor, scenario } = this.cell;
    const isInHand = (record: Stored) =>
      record.outputs.keyIdProof === "difference" || pendingKeyOf(record, this.emulator.ledger, vendor) !== undefined;
    if (scenario.idIsToldBy && this.stack.records.some(isInHand))
      this.broke("a person judges only what nothing tells", said);
  }

  broke(promise: CellPromise, said: readonly string[] = []): void {
    this.findings.push({ cell: this.cell.name, promise, said });
  }

  /** Checks what must hold after every run. */
  judgeRun(run: Run, printed: Printed): void {
    const { vendor, isContradiction, scenario } = this.cell;
    const { dateSkewMs = 0 } = this.cell.fault;
    const { dateOffMs = 0 } = scenario.switches ?? {};
    const { account } = this.#surroundings;
    const room = this.stack.records.reduce((sum, stored) => sum + roomIn(stored), 0);
    const toAdopt = this.#toAdopt;
    const most = Math.min(room, 2 * this.program.size) + this.aside.resources.size + toAdopt.length;
    if (this.live.length > most && !isContradiction) {
      const counted = `${this.live.length}, at most ${most}`;
      this.broke("a resource has one live key at most, or two while it rotates", [counted, ...run.errors]);
    }
    const broken = brokenPromises({
      ledger: this.emulator.ledger,
      vendor,
      stacks: [this.stack, this.aside],
      said: [...run.errors, ...run.reasons, ...printed(account), ...toAdopt].join("\n"),
      ...(this.#bystander && { bystander: this.#bystander }),
      skewMs: longestCallMs * this.#surroundings.timeFactor + Math.abs(dateSkewMs) + Math.abs(dateOffMs),
      canary: this.#canary,
      isContradicted: isContradiction,
    });
    for (const promise of broken) this.broke(promise, run.errors);
  }
}

function adoptedBy({ adopt }: Properties): string | undefined {
  return (adopt as { readonly keyId: string } | undefined)?.keyId;
}

/** How many live keys a record may have: two if it has a previous key, or a pending mint beside the key in use. Otherwise one. */
function roomIn({ outputs }: Stored): number {
  const isRotating = outputs.previousKeyId !== undefined || (outputs.keyId !== "" && outputs.pending !== undefined);
  return isRotating ? 2 : 1;
}
