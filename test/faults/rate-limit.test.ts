/**
 * A vendor that takes so many requests a second and answers 429 to all others: a run takes as long as that takes, and nothing
 * in it fails.
 */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../emulator/index";
import { ProviderProcess } from "./engine/provider-process";
import { type Program, SimulatedStack } from "./engine/simulated-stack";
import { type Meddler, meddlerBefore } from "./meddler.test.support";
import { brokenPromises } from "./promises";
import { inputsOf } from "./vendor-cases";

abstract class Limit {
  readonly aSecond: number;
  readonly #saysWhen: boolean;
  /** When requests were taken. */
  readonly taken: number[] = [];
  refused = 0;

  constructor(aSecond: number, { saysWhen = false } = {}) {
    this.aSecond = aSecond;
    this.#saysWhen = saysWhen;
  }

  protected abstract takes(now: number): boolean;

  instead(): { status: number; headers: Record<string, string> } | undefined {
    const now = performance.now();
    if (this.takes(now)) return void this.taken.push(now);
    this.refused += 1;
    return { status: 429, headers: this.#saysWhen ? { "retry-after": "1" } : {} };
  }

  /** How many times as long as the limit makes it take it took from the first request to the last. */
  get ratio(): number {
    const elapsedMs = (this.taken.at(-1) ?? 0) - (this.taken[0] ?? 0);
    return elapsedMs / ((this.taken.length / this.aSecond) * 1000);
  }
}

/** A second's requests at once, and then steadily. */
class BucketLimit extends Limit {
  protected capacity = this.aSecond;
  #tokens = Number.POSITIVE_INFINITY;
  #last = 0;

  protected takes(now: number): boolean {
    this.#tokens = Math.min(this.capacity, this.#tokens + ((now - this.#last) * this.aSecond) / 1000);
    this.#last = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** So many requests in each second of the vendor's clock. */
class WindowLimit extends Limit {
  protected takes(now: number): boolean {
    const second = Math.floor(now / 1000);
    return this.taken.filter((at) => Math.floor(at / 1000) === second).length < this.aSecond;
  }
}

let emulator: Emulator;
let meddler: Meddler;
/** None at first. */
let limit: Limit | undefined;
beforeEach(async () => {
  emulator = await createEmulator();
  limit = undefined;
  meddler = await meddlerBefore(emulator.urls.kosli, { instead: () => limit?.instead() });
});
afterEach(async () => {
  meddler.close();
  await emulator.close();
});

/** Runs with the waits of real use; what the provider printed. */
async function run(
  stacks: readonly SimulatedStack[],
  operate: (provider: ProviderProcess) => Promise<unknown>,
): Promise<string> {
  const leads = { ...emulator.environment(), KOSLI_API_URL: meddler.url };
  const provider = await ProviderProcess.start({}, { PATH: process.env.PATH ?? "", ...leads });
  try {
    await operate(provider);
  } finally {
    await provider.stop();
  }
  const { ledger } = emulator;
  expect(brokenPromises({ ledger, vendor: "kosli", stacks, said: provider.printed })).toEqual([]);
  return provider.printed;
}

function program(prefix: string, count: number): Program {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  return new Map(
    names.map((name) => {
      const { account: _, ...inputs } = inputsOf("kosli", emulator, name, "");
      return [name, inputs];
    }),
  );
}

/** 100 at 2 a second take a minute: by hand, `REQUESTS_A_SECOND=2 KEYS=100`. */
const aSecond = Number(process.env.REQUESTS_A_SECOND ?? 5);
const count = Number(process.env.KEYS ?? 60);

test.each([
  ["by a bucket of tokens, and tells when to come again", BucketLimit, true],
  ["by the clock, and does not tell when to come again", WindowLimit, false],
])(
  "many keys, and a vendor that takes few requests, %s: all are minted, in 1.2 of the limit's own time",
  async (_name, Limited, saysWhen) => {
    const limited = new Limited(aSecond, { saysWhen });
    limit = limited;
    const stack = new SimulatedStack();
    const said = await run([stack], async (provider) => {
      expect((await stack.up(provider, program("key", count))).errors).toEqual([]);
    });
    expect(emulator.ledger.liveKeys("kosli")).toHaveLength(count);
    expect(limited.ratio).toBeLessThanOrEqual(1.2);
    expect(said.match(/Kosli takes fewer requests/g)).toHaveLength(1);
  },
);

test("16 creates and 8 deletes at once, and a vendor that takes few requests: none fails", async () => {
  const [old, young] = [new SimulatedStack(), new SimulatedStack()];
  await run([old], (provider) => old.up(provider, program("old", 8)));
  limit = new BucketLimit(aSecond);
  const errors: string[] = [];
  await run([old, young], async (provider) => {
    const runs = await Promise.all([young.up(provider, program("young", 16)), old.destroy(provider)]);
    errors.push(...runs.flatMap((one) => one.errors));
  });
  expect(errors).toEqual([]);
  expect(old.records).toEqual([]);
  expect(emulator.ledger.liveKeys("kosli")).toHaveLength(16);
});
