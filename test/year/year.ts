/**
 * A year of daily runs: keys of every vendor that rotate every 30 days, and the consumers that use them all the time. Each run has a
 * provider process of its own, as the engine starts one. The process's clock is moved from outside.
 */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { createEmulator, type Emulator, type VendorName, vendorNames } from "../../emulator/index";
import { movedClock } from "../e2e/harness/environment";
import { inputsOf } from "../stack/inputs-of";
import { ProviderProcess } from "../stack/provider-process";
import { type Program, type Run, SimulatedStack } from "../stack/simulated-stack";
import { freshTokens, kitOf } from "../vendors/every-vendor";
import { Consumers } from "./consumers";
import { type Extent, liveAtOnce } from "./lives";
import { rotationsDue, untimely } from "./moments";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const everyMs = 30 * dayMs;
const overlapMs = dayMs;

export interface YearOptions {
  readonly days: number;
  readonly keysPerVendor: number;
  /** The share of the daily runs that never happen. */
  readonly missed: number;
  readonly seed: number;
  /** How late a consumer outside of the stack picks up a new value, at most. By default that is a second before the overlap ends. */
  readonly latestPickUpMs?: number;
}

export interface Year {
  readonly runs: number;
  /** How often each key had to rotate in these runs. */
  readonly due: number;
  /** For each number of rotations, how many resources rotated so often. */
  readonly rotations: ReadonlyMap<number, number>;
  readonly authentications: number;
  readonly failures: readonly string[];
  readonly live: Extent;
  readonly liveAfterDestroy: number;
  /** What else went wrong, in words. */
  readonly broken: readonly string[];
}

const evenly = (min: number, max: number) => fc.noBias(fc.integer({ min, max }));
/** One day: how early or late its run starts, and whether it starts at all. */
const someDay = fc.record({ jitterMs: evenly(-25 * 60_000, 25 * 60_000), luck: evenly(0, 9_999) });

export async function liveThrough(options: YearOptions): Promise<Year> {
  const emulator = await createEmulator({ seed: `year ${options.seed}` });
  const year = new Simulation(emulator, options);
  try {
    return await year.run();
  } finally {
    await emulator.close();
  }
}

class Simulation {
  readonly #emulator: Emulator;
  readonly #options: YearOptions;
  readonly #stack = new SimulatedStack();
  readonly #consumers: Consumers;
  readonly #program: Program;
  readonly #start = Date.now();
  /** The ids that each resource has had. */
  readonly #ids = new Map<string, Set<string>>();
  /** When each `up` started. */
  readonly #runs: number[] = [];
  readonly #broken: string[] = [];
  readonly #delays: Iterator<number>;

  constructor(emulator: Emulator, options: YearOptions) {
    this.#emulator = emulator;
    this.#options = options;
    this.#consumers = new Consumers(emulator);
    this.#program = program(emulator, options.keysPerVendor);
    const latest = options.latestPickUpMs ?? overlapMs - 1000;
    this.#delays = fc
      .sample(fc.oneof(evenly(0, latest), fc.constant(latest)), { seed: options.seed, numRuns: 20_000 })
      .values();
  }

  async run(): Promise<Year> {
    const { days, missed, seed } = this.#options;
    const calendar = fc.sample(someDay, { seed, numRuns: days });
    await this.#up(0);
    for (const [day, { jitterMs, luck }] of calendar.entries()) {
      const at = (day + 1) * dayMs + jitterMs;
      for (let hour = 1; hour < 24; hour++) this.#useAt(day * dayMs + hour * hourMs);
      this.#useAt(at - 1000);
      if (luck >= 10_000 * missed) await this.#up(at);
      this.#useAt(at + hourMs / 2);
    }
    const end = this.#emulator.clock.now();
    const { ledger } = this.#emulator;
    const ofEach = [...this.#ids].map(([name, ids]) => [name, ledger.mints.filter(({ id }) => ids.has(id))] as const);
    const lives = ofEach.map(([, keys]) => keys);
    await this.#oneRun(days * dayMs + dayMs, (provider) => this.#stack.destroy(provider));
    const schedule = { everyMs, runs: this.#runs, until: end };
    for (const [name, keys] of ofEach) {
      const sentences = untimely(keys, { ...schedule, overlapMs: hasOverlap(name) ? overlapMs : undefined });
      this.#broken.push(...sentences.map((sentence) => `${name}: ${sentence}`));
    }
    if (lives.flat().length !== ledger.mints.length) this.#broken.push("every mint is on record");
    const extents = lives.map((keys) => liveAtOnce(keys, end));
    return {
      runs: this.#runs.length,
      due: rotationsDue(schedule),
      rotations: tally(lives.map((keys) => keys.length - 1)),
      authentications: this.#consumers.authentications,
      failures: this.#consumers.failures,
      live: {
        least: Math.min(...extents.map(({ least }) => least)),
        greatest: Math.max(...extents.map(({ greatest }) => greatest)),
      },
      liveAfterDestroy: ledger.liveKeys().length,
      broken: this.#broken,
    };
  }

  #useAt(at: number): void {
    if (this.#start + at < this.#emulator.clock.now()) return;
    this.#emulator.clock.set(this.#start + at);
    this.#consumers.use();
  }

  async #up(at: number): Promise<void> {
    await this.#oneRun(at, (provider) => this.#stack.up(provider, this.#program, () => this.#handOn()));
    this.#runs.push(this.#start + at);
    this.#consumers.use();
    await this.#consumers.call();
  }

  /** Hands all values on to the consumers, after all mints of the run, and before a replaced key is revoked. */
  async #handOn(): Promise<void> {
    // The consumers still use the values from before this run: their keys must be live until the new values are handed on.
    this.#consumers.use();
    for (const [name, { outputs }] of this.#stack.resources) {
      const vendor = vendorOf(name);
      const ids = this.#ids.get(name) ?? new Set();
      this.#ids.set(name, ids.add(String(outputs.keyId)));
      const value = String(outputs[kitOf(vendor).definition.valueOutput]);
      // Without an overlap the consumer is a resource of the stack itself.
      const delayMs = hasOverlap(name) ? (this.#delays.next().value ?? 0) : 0;
      this.#consumers.handOn(name, vendor, value, delayMs);
    }
    this.#consumers.use();
  }

  async #oneRun(at: number, operate: (provider: ProviderProcess) => Promise<Run>): Promise<void> {
    this.#emulator.clock.set(this.#start + at);
    const provider = await ProviderProcess.start(
      {},
      {
        // A mint whose answer has no key id waits 30 s for it. A fifth of that is short enough. The deadlines are shortened as well, and
        // are still long enough on a busy machine.
        PULUMI_APIKEYS_TIME_FACTOR: "0.2",
        PATH: process.env.PATH ?? "",
        ...this.#emulator.environment(),
        ...freshTokens(this.#emulator),
        ...movedClock(this.#start + at - Date.now()),
      },
    );
    try {
      const { errors } = await operate(provider);
      this.#broken.push(...errors);
    } finally {
      await provider.stop();
    }
  }
}

function program(emulator: Emulator, keysPerVendor: number): Program {
  const names = vendorNames.flatMap((vendor) =>
    Array.from({ length: keysPerVendor }, (_, index) => `${vendor}-${index}${index % 3 === 2 ? "-replaced" : ""}`),
  );
  return new Map(
    names.map((name) => {
      const { account: _, ...inputs } = inputsOf(vendorOf(name), emulator, name, "");
      const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
      const rotation = { every: "30d", ...(hasOverlap(name) ? { overlap: "24h" } : {}) };
      return [name, { ...inputs, origin: { name, hash }, rotation }];
    }),
  );
}

const vendorOf = (name: string) => name.split("-")[0] as VendorName;
const hasOverlap = (name: string) => !name.endsWith("-replaced");

function tally(numbers: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}
