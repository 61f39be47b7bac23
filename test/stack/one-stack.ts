/** A stack against an emulator of its own. Each run has a provider process of its own. After each run all promises must hold. */
import { expect } from "@jest/globals";
import {
  body,
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type Fault,
  ok,
  reset,
  status,
  type VendorName,
} from "../../emulator/index";
import { variableOf } from "../../provider/core/vendor/variables";
import { movedClock, shortenedWaits } from "../e2e/harness/environment";
import { brokenPromises } from "../promises/promises";
import { longestListLagMs } from "../promises/schedules/time";
import { freshTokens, pathOf } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { Routes } from "../vendors/kit";
import { inputsOf } from "./inputs-of";
import { type Meddler, type Meddling, meddlerBefore } from "./meddler";
import { type Properties, ProviderProcess } from "./provider-process";
import { type Program, type Run, SimulatedStack, type Stored } from "./simulated-stack";

const dayMs = 86_400_000;

export interface ToldRun extends Run {
  /** All that a person sees of the run. */
  readonly said: string;
}

export class OneStack {
  readonly vendor: VendorName;
  readonly emulator: Emulator;
  readonly stack = new SimulatedStack();
  readonly #toEmulator: Readonly<Record<string, string>>;
  #meddler: Meddler | undefined;
  /** Variables of each run. They override those that lead to the emulator. */
  environment: Record<string, string> = {};
  /** On which day the next run is, by the vendor's clock. */
  day = 0;
  /** How far this machine's clock is ahead of the vendor's. */
  aheadMs = 0;
  /** How far the vendor's dates are off in a way that a run cannot notice. */
  skewMs = 0;
  /** True while lists lack a key for longer than the provider waits. */
  isKeyHidden = false;
  /** True while no run can know that a live key is ours. */
  isContradicted = false;
  /** True where a hook makes the engine repeat a call: each of the two calls may mint. */
  isCallRepeated = false;
  /** True where a person writes a wrong value into `adopt`. */
  isValueMistold = false;

  private constructor(vendor: VendorName, emulator: Emulator) {
    this.vendor = vendor;
    this.emulator = emulator;
    // Read once: a second call would create again the places that a test has deleted.
    this.#toEmulator = emulator.environment();
  }

  static async open(vendor: VendorName, options: EmulatorOptions = {}): Promise<OneStack> {
    return new OneStack(vendor, await createEmulator(options));
  }

  close(): Promise<void> {
    this.#meddler?.close();
    return this.emulator.close();
  }

  /** From now on the requests to the vendor and its answers are changed. */
  async meddle(meddling: Meddling): Promise<void> {
    this.#meddler = await meddlerBefore(this.emulator.urls[this.vendor], meddling);
    const { account } = kits[this.vendor].definition;
    const variable = variableOf(account, account.url, undefined);
    this.environment = { [variable]: this.#meddler.url };
  }

  /** A program with keys of these names, all with the same inputs. */
  program(more: Properties = {}, names: readonly string[] = ["ci"]): Program {
    const { account: _, ...inputs } = inputsOf(this.vendor, this.emulator, "", "");
    const origin = (name: string) => ({ name, hash: Buffer.from(name).toString("hex").padEnd(8, "0").slice(0, 8) });
    return new Map(names.map((name) => [name, { ...inputs, origin: origin(name), ...more }]));
  }

  /** A program whose key rotates in place with each new trigger. */
  rotating(trigger: string, more: Properties = {}): Program {
    return this.program({ rotation: { trigger, overlap: "24h" }, ...more });
  }

  /** From now on the vendor answers this request by these faults, in turn. The last one repeats. */
  script(request: keyof Routes, ...answers: readonly Fault[]): void {
    const { [request]: route } = kits[this.vendor].routes as Routes;
    if (route === undefined) throw new Error(`${this.vendor} has no request "${request}"`);
    this.emulator.script(this.vendor, route, answers);
  }

  /** The answer of a list without any key. */
  get noKeys(): Fault {
    return body({ json: kits[this.vendor].emptyList });
  }

  /** A key as the vendor shows it in answer to a call for one key. */
  async rowOf(id: string): Promise<unknown> {
    const { find } = kits[this.vendor].routes as Routes;
    const key = this.emulator.ledger.keys.find((each) => each.vendor === this.vendor && each.id === id);
    if (!find || !key) throw new Error(`no call shows key ${id} of ${this.vendor}`);
    const headers = { authorization: `Bearer ${this.emulator.tokens[this.vendor]}` };
    return await (await fetch(this.emulator.urls[this.vendor] + pathOf(find, key), { headers })).json();
  }

  /** Loses the answer to the next mint. One more list is answered. Then every list fails until a test scripts lists anew. */
  loseMint(at: "before-commit" | "after-commit" = "after-commit"): void {
    this.script("mint", reset(at), ok);
    this.script("list", ok, status(501));
  }

  /** The owner of the vendor's account revokes a key by hand. */
  revokeByHand(id: unknown): void {
    for (const key of this.emulator.ledger.keys) if (key.id === id) this.emulator.strangers.revoke(key);
  }

  /** An up that leaves a mint pending: its message and its record name the only live key. */
  async upNamesTheLiveKey(): Promise<void> {
    const { errors } = await this.up();
    expect(this.live).toHaveLength(1);
    expect(errors).toEqual([expect.stringContaining(this.live[0] ?? "")]);
    expect(this.record().outputs.pending).toMatchObject({ candidates: this.live });
  }

  /** Leaves a record of two keys, of which only the previous one is live. Returns that key's id. */
  async onlyThePreviousLives(): Promise<string> {
    await this.up(this.rotating("one"));
    await this.up(this.rotating("two"));
    const { keyId, previousKeyId } = this.record().outputs;
    this.revokeByHand(keyId);
    await this.refresh();
    return String(previousKeyId);
  }

  /** Leaves the same kind of record by a rotation by age, on the 30th day. Returns the outputs from before the rotation. */
  async onlyThePreviousLivesByAge(rotation: Properties): Promise<Properties> {
    await this.upOn(0, { rotation });
    const before = this.record().outputs;
    await this.upOn(30, { rotation });
    this.revokeByHand(this.record().outputs.keyId);
    await this.refresh();
    expect(this.record().outputs).toMatchObject({ keyId: "", previousKeyId: before.keyId });
    return before;
  }

  up(program = this.program()): Promise<ToldRun> {
    return this.run((provider) => this.stack.up(provider, program));
  }

  /** An up on a day, with a program of one key with these inputs. */
  upOn(day: number, more: Properties): Promise<ToldRun> {
    this.day = day;
    return this.up(this.program(more));
  }

  refresh(): Promise<ToldRun> {
    return this.run((provider) => this.stack.refresh(provider));
  }

  destroy(): Promise<ToldRun> {
    return this.run((provider) => this.stack.destroy(provider));
  }

  async run(operate: (provider: ProviderProcess) => Promise<Run>): Promise<ToldRun> {
    const { emulator, vendor, stack } = this;
    const environment = {
      PATH: process.env.PATH ?? "",
      ...shortenedWaits,
      ...this.#toEmulator,
      ...this.#atItsTime(),
      ...this.environment,
    };
    const provider = await ProviderProcess.start({}, environment);
    let run: Run;
    try {
      run = await operate(provider);
    } finally {
      await provider.stop();
    }
    const said = [...run.errors, ...run.reasons, provider.printed].join("\n");
    const aftermath = {
      ledger: emulator.ledger,
      vendor,
      stacks: [stack],
      said,
      isContradicted: this.isContradicted,
      isValueMistold: this.isValueMistold,
      skewMs: this.skewMs,
      ...(this.isKeyHidden && { graceMs: longestListLagMs * Number(shortenedWaits.PULUMI_APIKEYS_TIME_FACTOR) }),
    };
    const broken = brokenPromises(aftermath).filter(
      (promise) => !(this.isCallRepeated && promise === "one call mints at most one key"),
    );
    expect({ run, broken }).toEqual({ run, broken: [] });
    return { ...run, said };
  }

  #atItsTime(): Record<string, string> {
    if (this.day === 0 && this.aheadMs === 0) return {};
    this.emulator.clock.set(Date.now() + this.day * dayMs);
    return { ...movedClock(this.day * dayMs + this.aheadMs), ...freshTokens(this.emulator) };
  }

  /** The record of a resource. */
  record(name = "ci"): Stored {
    const stored = this.stack.resources.get(name);
    if (!stored) throw new Error(`the state has no resource "${name}"`);
    return stored;
  }

  /** The ids of the live keys, in the order of their mints. */
  get live(): string[] {
    return this.emulator.ledger.liveKeys(this.vendor).map(({ id }) => id);
  }
}
