/**
 * Sixteen creates at once in one Devin organization. `self` is denied to the new keys, and no list shows a value. So only the difference
 * of lists tells an id.
 */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createEmulator, type Emulator, type Fault, ok, stranger } from "../../../emulator/index";
import { brokenPromises } from "../../promises/promises";
import { inputsOf } from "../../stack/inputs-of";
import { ProviderProcess } from "../../stack/provider-process";
import { type Program, SimulatedStack } from "../../stack/simulated-stack";

const mint = "POST /v2/enterprise/api-keys";
const list = "GET /v2/enterprise/api-keys";

let emulator: Emulator;
let stack: SimulatedStack;
beforeEach(async () => {
  emulator = await createEmulator({ switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } });
  stack = new SimulatedStack();
});
afterEach(() => emulator.close());

async function run(operate: (provider: ProviderProcess) => Promise<unknown>): Promise<void> {
  const environment = { PATH: process.env.PATH ?? "", PULUMI_APIKEYS_TIME_FACTOR: "0.02", ...emulator.environment() };
  const provider = await ProviderProcess.start({}, environment);
  try {
    await operate(provider);
    const { ledger } = emulator;
    expect(brokenPromises({ ledger, vendor: "devin", stacks: [stack], said: provider.printed })).toEqual([]);
  } finally {
    await provider.stop();
  }
}

function sixteen(): Program {
  const names = Array.from({ length: 16 }, (_, index) => `key-${index}`);
  return new Map(
    names.map((name) => {
      const { account: _, ...inputs } = inputsOf("devin", emulator, name, "");
      return [name, inputs];
    }),
  );
}

/** Counts the records whose id is that of their value's key, those with a pending mint, and those with a wrong id. */
function attributions(): { own: number; pending: number; wrong: number } {
  const counts = { own: 0, pending: 0, wrong: 0 };
  for (const { outputs } of stack.records) {
    const key = emulator.ledger.keys.find(({ id }) => id === outputs.keyId);
    if (key) counts[emulator.ledger.valueOf(key) === outputs.apiKey ? "own" : "wrong"]++;
    else if (outputs.pending) counts.pending++;
    else counts.wrong++;
  }
  return counts;
}

const strangersLive = () => emulator.ledger.liveKeys("devin").filter(({ mintedBy }) => mintedBy === "stranger");

test("without strangers each gets its own id", async () => {
  await run((provider) => stack.up(provider, sixteen()));
  expect(attributions()).toEqual({ own: 16, pending: 0, wrong: 0 });
  // With real waits, two of these mints are two seconds apart. With waits this short they share a second, so each key must answer `self`
  // before it is revoked.
  emulator.switches.devin.selfAnswersServiceKeys = 200;
  await run((provider) => stack.destroy(provider));
  expect(emulator.ledger.liveKeys("devin")).toEqual([]);
});

const moments: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(ok) },
  { weight: 1, arbitrary: fc.constant(stranger("before-commit")) },
  { weight: 1, arbitrary: fc.constant(stranger("after-commit")) },
);

test.each([1, 2, 3])("with a stranger minting meanwhile (seed %i) each gets its own id or is pending", async (seed) => {
  const [at] = fc.sample(
    fc.record({ mints: fc.array(moments, { minLength: 16 }), lists: fc.array(moments, { minLength: 30 }) }),
    {
      seed,
      numRuns: 1,
    },
  );
  emulator.script("devin", mint, [...(at?.mints ?? []), ok]);
  emulator.script("devin", list, [...(at?.lists ?? []), ok]);
  await run((provider) => stack.up(provider, sixteen()));
  const { own, pending, wrong } = attributions();
  expect([own + pending, wrong]).toEqual([16, 0]);
  emulator.script("devin", mint, [ok]);
  emulator.script("devin", list, [ok]);
  const strangers = strangersLive();
  expect(strangers.length).toBeGreaterThan(0);
  // From now on a key answers `self`. Otherwise only a person could settle the pending mints.
  emulator.switches.devin.selfAnswersServiceKeys = 200;
  await run((provider) => stack.destroy(provider));
  expect(emulator.ledger.liveKeys("devin")).toEqual(strangers);
});
