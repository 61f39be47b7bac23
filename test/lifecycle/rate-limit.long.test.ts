/**
 * A vendor that takes so many requests a second, and answers 429 to all others. A run takes about as long as that limit makes it take,
 * and nothing in it fails.
 */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "../../emulator/index";
import { brokenPromises } from "../promises/promises";
import { inputsOf } from "../stack/inputs-of";
import { ProviderProcess } from "../stack/provider-process";
import { type Program, SimulatedStack } from "../stack/simulated-stack";
import { marked } from "../vendors/chosen";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator();
});
afterEach(() => emulator.close());

/** One run with the waits of real use. Returns what the provider printed. */
async function run(
  stacks: readonly SimulatedStack[],
  operate: (provider: ProviderProcess) => Promise<unknown>,
): Promise<string> {
  const provider = await ProviderProcess.start({}, { PATH: process.env.PATH ?? "", ...emulator.environment() });
  try {
    await operate(provider);
  } finally {
    await provider.stop();
  }
  const { ledger } = emulator;
  expect(brokenPromises({ ledger, vendor: marked, stacks, said: provider.printed })).toEqual([]);
  return provider.printed;
}

function program(prefix: string, count: number): Program {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  return new Map(
    names.map((name) => {
      const { account: _, ...inputs } = inputsOf(marked, emulator, name, "");
      return [name, inputs];
    }),
  );
}

/** The time that a run took, divided by the time that the limit makes it take. */
function ratio(elapsedMs: number, requestsASecond: number): number {
  const taken = emulator.ledger.calls().filter(({ status }) => status !== 429);
  return elapsedMs / ((taken.length / requestsASecond) * 1000);
}

const limits = ["steady", "window"].flatMap((rateLimit) =>
  [true, false].map((tellsRetryAfter) => ({ rateLimit: rateLimit as "steady" | "window", tellsRetryAfter })),
);
/** By hand, for all four limits and 100 keys at 2 a second, which take a minute: `REQUESTS_A_SECOND=2 KEYS=100 LIMITS=4`. */
const requestsASecond = Number(process.env.REQUESTS_A_SECOND ?? 5) as 2 | 5;
const count = Number(process.env.KEYS ?? 60);

test.each(process.env.LIMITS ? limits : [limits[0], limits[3]])(
  "many keys at once, and a vendor that takes few requests (%j): all are minted, in 1.2 of the limit's own time",
  async (limit) => {
    Object.assign(emulator.switches[marked], { requestsASecond, ...limit });
    const stack = new SimulatedStack();
    let elapsedMs = 0;
    const said = await run([stack], async (provider) => {
      const from = performance.now();
      expect((await stack.up(provider, program("key", count))).errors).toEqual([]);
      elapsedMs = performance.now() - from;
    });
    expect(emulator.ledger.liveKeys(marked)).toHaveLength(count);
    expect(ratio(elapsedMs, requestsASecond)).toBeLessThanOrEqual(1.2);
    expect(said.match(/\w+ takes fewer requests/g)).toHaveLength(1);
  },
);

test("16 creates and 8 deletes at once, and a vendor that takes few requests: none fails", async () => {
  const [old, young] = [new SimulatedStack(), new SimulatedStack()];
  await run([old], (provider) => old.up(provider, program("old", 8)));
  emulator.switches[marked].requestsASecond = 2;
  const errors: string[] = [];
  await run([old, young], async (provider) => {
    const runs = await Promise.all([young.up(provider, program("young", 16)), old.destroy(provider)]);
    errors.push(...runs.flatMap((one) => one.errors));
  });
  expect(errors).toEqual([]);
  expect(old.records).toEqual([]);
  expect(emulator.ledger.liveKeys(marked)).toHaveLength(16);
});
