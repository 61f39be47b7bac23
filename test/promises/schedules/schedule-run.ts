/** One run of a schedule: its emulator, its stacks, and its findings. */
import { createHash } from "node:crypto";
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  faults,
  type Key,
  ok,
  vendorNames,
} from "../../../emulator/index";
import { canaryVariable } from "../../../emulator/secret-source";
import { providerText } from "../../../provider/core/program/provider-text";
import type { Properties, ProviderProcess } from "../../stack/provider-process";
import { type Program, type Run, SimulatedStack } from "../../stack/simulated-stack";
import { kitOf } from "../../vendors/every-vendor";
import type { Defect } from "../broken-provider/defect";
import { longestCallMs, mintLongAgo } from "../named";
import { isHiddenTooLong, liveKeysOfOurs } from "../ours";
import type { Printed } from "../printed";
import { brokenPromises, keyWithValueOf } from "../promises";
import { isOverlapOver, upWatched } from "../usable";
import { type Finding, lifeOf, type SchedulePromise } from "./finding";
import { tokenRevoked } from "./routes";
import type { Schedule, Step, Wanted } from "./schedule";
import { hourMs, longestListLagMs, usualTimeFactor } from "./time";

/**
 * A text within every secret of every emulator, so that one search finds any secret. It contains the canary of the whole test run.
 */
const canary = `${process.env[canaryVariable] ?? "canary"}-of-the-schedules`;

/** Finds the names of resources, of any trial. */
export const resourceName = new RegExp(`\\b((?:${vendorNames.join("|")})\\d+)-\\d-`, "g");

export interface Conditions {
  /** The seed of the emulators' ids and values. */
  readonly seed: number;
  readonly timeFactor?: number;
  /** Where the emulators listen. */
  readonly host?: EmulatorOptions["host"] | undefined;
  /** The defect of the provider, if it is broken on purpose. */
  readonly defect?: Defect | undefined;
}

/** A stack, and what its program asks for now. */
export interface Member {
  readonly stack: SimulatedStack;
  readonly prefix: string;
  /** The token with which the stack calls the vendor. */
  readonly token: string;
  wanted: Wanted;
}

export class ScheduleTrial {
  readonly schedule: Schedule;
  readonly emulator: Emulator;
  readonly members: readonly Member[];
  readonly findings: Finding[] = [];
  readonly account: string;
  readonly timeFactor: number;
  readonly defect: Defect | undefined;
  /** How far the clocks of the vendor and of the provider processes are ahead. */
  aheadMs = 0;
  readonly #variants: readonly Properties[];
  readonly #bystander: Key | undefined;
  readonly #asides: SimulatedStack[] = [];
  #said = "";
  #standstillMs = 0;

  private constructor(schedule: Schedule, emulator: Emulator, { timeFactor = usualTimeFactor, defect }: Conditions) {
    this.schedule = schedule;
    this.timeFactor = timeFactor;
    this.defect = defect;
    this.emulator = emulator;
    this.account = `${schedule.vendor}${schedule.number}`;
    this.#variants = kitOf(schedule.vendor).variants.map((variant) => variant(emulator));
    const isAlone = kitOf(schedule.vendor).isAccountToldByKeys && schedule.number % 2 === 1;
    this.#bystander = isAlone ? undefined : mintLongAgo(emulator, schedule.vendor);
    this.members = Array.from({ length: schedule.stacks }, (_, index) => ({
      stack: new SimulatedStack(),
      prefix: `${this.account}-${index}-`,
      token:
        index === 0 ? emulator.tokens[schedule.vendor] : emulator.tokens.issue(schedule.vendor, { name: "second" }),
      wanted: {},
    }));
  }

  static async begin(schedule: Schedule, conditions: Conditions): Promise<ScheduleTrial> {
    const { seed, host } = conditions;
    const { vendor, number, switches } = schedule;
    const emulator = await createEmulator({
      seed: `${seed} ${vendor} ${number}`,
      canary,
      switches,
      ...(host && { host }),
    });
    return new ScheduleTrial(schedule, emulator, conditions);
  }

  async end(): Promise<void> {
    // A DELETE on a collection is among the findings already, so `close` need not fail for it.
    this.emulator.ledger.acknowledgeCatastrophe();
    await this.emulator.close();
  }

  /** The environment of a stack: the variables of its account, under the account's name. Empty where the trial has no such stack. */
  environment(member: Member | undefined): Record<string, string> {
    if (!member) return {};
    const vendor = this.schedule.vendor.toUpperCase();
    const first = this.emulator.tokens[this.schedule.vendor];
    const account = `${vendor}_ACCOUNT_${this.account.toUpperCase()}_`;
    const own = Object.entries(this.emulator.environment()).filter(([name]) => name.startsWith(`${vendor}_`));
    return Object.fromEntries(
      own.map(([name, value]) => [name.replace(`${vendor}_`, account), value === first ? member.token : value]),
    );
  }

  /** The program of a stack, with `adopt` on some of its resources. */
  program({ prefix, wanted }: Member, adopted: ReadonlyMap<string, string> = new Map()): Program {
    const resources = Object.entries(wanted).map(([letter, variant]) => {
      const name = prefix + letter;
      const keyId = adopted.get(name);
      return [name, { ...this.inputs(name, variant), ...(keyId ? { adopt: { keyId } } : {}) }] as const;
    });
    return new Map(resources);
  }

  inputs(name: string, variant: number): Properties {
    const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
    const { type } = kitOf(this.schedule.vendor).definition;
    return {
      ...this.#variants[variant],
      account: this.account,
      origin: { name, hash },
      __provider: providerText(type),
    };
  }

  async up({ stack }: Member, provider: ProviderProcess, program: Program): Promise<Run> {
    const { ledger } = this.emulator;
    const { run, without } = await upWatched({ stack, provider, program }, ledger, this.schedule.vendor);
    if (without.length > 0 && this.isRecoverable)
      this.broke("a resource keeps a valid key", "up", [...without, ...run.errors]);
    return run;
  }

  meet({ scripts, strangers, hours }: Step): void {
    const { vendor } = this.schedule;
    this.moveClock(hours * hourMs);
    this.#clearScripts();
    for (const { route, answers } of scripts) this.emulator.script(vendor, route, answers.map(faultNamed));
    for (let count = 0; count < strangers; count++) this.emulator.strangers.mint(vendor);
  }

  /** Ends all faults, and lets `laterMs` pass. */
  becomeSound(laterMs: number): void {
    this.#clearScripts();
    const vendor = this.emulator.switches[this.schedule.vendor];
    // While `Date` is this far off, no key that depends on time is minted. So somebody sets the vendor's clock right.
    if (Math.abs(vendor.dateOffMs) >= hourMs) vendor.dateOffMs = 0;
    this.moveClock(laterMs);
  }

  /** A stack in which a person adopts the keys that nobody uses, to destroy them. */
  newAside(): SimulatedStack {
    const aside = new SimulatedStack();
    this.#asides.push(aside);
    return aside;
  }

  moveClock(byMs: number): void {
    this.aheadMs += byMs;
    this.emulator.clock.advance(byMs);
  }

  #clearScripts(): void {
    const routes = this.schedule.steps.flatMap(({ scripts }) => scripts.map(({ route }) => route));
    for (const route of routes) this.emulator.script(this.schedule.vendor, route, ok);
  }

  /** The names of all scripted answers. */
  get #answers(): string[] {
    return this.schedule.steps.flatMap(({ scripts }) => scripts.flatMap(({ answers }) => answers));
  }

  /**
   * False where a fault may have revoked the caller's token. No run can recover before the user sets another one, so the schedule ends
   * there.
   */
  get isRecoverable(): boolean {
    return !this.#answers.includes(tokenRevoked);
  }

  /** By how much the vendor's clocks may seem to differ. */
  get #clocksOffMs(): number {
    const { switches, vendor } = this.schedule;
    const isOnce = this.#answers.some((name) => /^(Date|clock) /.test(name));
    return (isOnce ? hourMs : 0) + Math.abs(switches[vendor]?.dateOffMs ?? 0);
  }

  get records() {
    return this.members.flatMap(({ stack }) => stack.records);
  }

  /** Live keys of ours that a client can know of: those in the state, and those that lists have shown in time. */
  get live() {
    const { ledger } = this.emulator;
    const { vendor } = this.schedule;
    // A record also holds the key of its value: while lists hide that key, the record may have the id of another new key.
    const held = new Set(
      this.records.flatMap((record) => [
        record.outputs.keyId,
        record.outputs.previousKeyId,
        keyWithValueOf(record, ledger, vendor)?.id,
      ]),
    );
    const live = liveKeysOfOurs(ledger, vendor);
    return live.filter((key) => held.has(key.id) || !isHiddenTooLong(key, this.graceMs));
  }

  /** The previous keys that are still live in their overlap. */
  get overlapping(): ReadonlySet<unknown> {
    const overlapping = this.records.filter((record) => !isOverlapOver(record, this.emulator.clock.now()));
    return new Set(overlapping.map(({ outputs }) => outputs.previousKeyId));
  }

  get hasPending(): boolean {
    return this.records.some(({ outputs }) => outputs.pending !== undefined);
  }

  get hasKeyToRetire(): boolean {
    return this.records.some((record) => isOverlapOver(record, this.emulator.clock.now()));
  }

  /** How long the product waits for a list that lags. */
  get graceMs(): number {
    return longestListLagMs * this.timeFactor;
  }

  /** True when any run so far has told a person of the key. */
  hasTold({ id }: Key): boolean {
    return this.#said.includes(id);
  }

  /** Notes how long the emulator stood still in a run. On a busy machine, a sound vendor may answer too late. */
  noteStandstill(ms: number): void {
    this.#standstillMs = Math.max(this.#standstillMs, Math.round(ms));
  }

  broke(promise: SchedulePromise, when: string, said: readonly string[] = []): void {
    const keys = this.emulator.ledger.keys.filter(({ vendor }) => vendor === this.schedule.vendor);
    const standstill = `the emulator stood still for ${this.#standstillMs} ms at most; a call may take ${longestCallMs * this.timeFactor} ms`;
    this.findings.push({ promise, schedule: this.schedule, said: [when, ...said, standstill, ...keys.map(lifeOf)] });
  }

  /** Checks what must hold after every run. */
  judgeRuns(when: string, runs: readonly Run[], printed: Printed, callsBefore: number): void {
    const errors = runs.flatMap((run) => run.errors);
    const said = [...errors, ...runs.flatMap(({ reasons }) => reasons), ...printed(this.account)];
    this.#said += `${said.join("\n")}\n`;
    const broken = brokenPromises({
      ledger: this.emulator.ledger,
      vendor: this.schedule.vendor,
      stacks: [...this.members.map(({ stack }) => stack), ...this.#asides],
      said: this.#said,
      ...(this.#bystander && { bystander: this.#bystander }),
      skewMs: longestCallMs * this.timeFactor + this.#clocksOffMs,
      canary,
      graceMs: this.graceMs,
    });
    if (broken.length === 0) return;
    const calls = this.emulator.ledger.calls().slice(callsBefore);
    const asked = calls.map(({ method, path, status, committed }) => `${method} ${path} ${status} ${committed}`);
    for (const promise of broken) this.broke(promise, when, [...said, ...asked]);
  }
}

function faultNamed(name: string) {
  const fault = faults[name];
  if (!fault) throw new Error(`no fault "${name}"`);
  return fault;
}
