/**
 * Runs cells of the matrix and tells which promises each of them broke.
 *
 * Many cells share a provider process, each with an account and an emulator of its own, as the keys of many accounts share
 * one in a stack: what a fault of one cell does to another would be a finding too.
 */
import { createEmulator, type Emulator, ok, vendorNames } from "../emulator/index";
import type { Cell } from "./cells";
import { ProviderProcess } from "./engine/provider-process";
import { type Program, type Run, SimulatedStack } from "./engine/simulated-stack";
import { brokenPromises, liveKeysOfOurs } from "./promises";
import { inputsOf, vendorCases } from "./vendor-cases";

export interface Finding {
  readonly cell: string;
  /** The promise that was broken. */
  readonly promise: string;
  readonly said: readonly string[];
}

/** Waits are a tenth of the product's: the 30 s of grace are 3 s. */
const environment = { PATH: process.env.PATH ?? "", PULUMI_APIKEYS_TIME_FACTOR: "0.1" };

class Trial {
  readonly findings: Finding[] = [];
  readonly stack = new SimulatedStack();
  readonly account: string;
  readonly cell: Cell;
  readonly emulator: Emulator;
  readonly program: Program;

  constructor(cell: Cell, emulator: Emulator, account: string) {
    this.cell = cell;
    this.emulator = emulator;
    this.account = account;
    this.program = new Map([[account, inputsOf(cell.vendor, emulator, account, account)]]);
  }

  broke(promise: string, said: readonly string[] = []): void {
    this.findings.push({ cell: this.cell.name, promise, said });
  }

  get live() {
    return liveKeysOfOurs(this.emulator.ledger, this.cell.vendor);
  }
}

/** Runs a batch of cells at once. */
export async function runCells(batch: readonly Cell[], seed: string): Promise<Finding[]> {
  const trials = await Promise.all(
    batch.map(
      async (cell, index) => new Trial(cell, await createEmulator({ seed: `${seed} ${cell.name}` }), `c${index}`),
    ),
  );
  try {
    await inOneRun(trials, async ({ cell, stack, program }, provider) =>
      cell.operation === "create" ? undefined : await stack.up(provider, program),
    );
    await meetFault(trials);
    await recover(trials);
    return trials.flatMap(({ findings }) => findings);
  } finally {
    await Promise.all(
      trials.map((trial) =>
        trial.emulator.close().catch((error: Error) => trial.broke(`no DELETE on a collection: ${error.message}`)),
      ),
    );
  }
}

async function meetFault(trials: readonly Trial[]): Promise<void> {
  const operations = { create: "up", read: "refresh", revoke: "destroy" } as const;
  await inOneRun(trials, async ({ cell, emulator, stack, program }, provider) => {
    const before = new Array(cell.callsBefore).fill(ok);
    emulator.script(cell.vendor, cell.route, [...before, cell.fault, ok]);
    return await stack[operations[cell.operation]](provider, program);
  });
}

/** A run without faults converges, the next changes nothing, destroy leaves nothing. */
async function recover(all: readonly Trial[]): Promise<void> {
  // A token that was revoked in between is for the user to replace; that nothing was lost until then has been looked at.
  const trials = all.filter(({ cell }) => !cell.fault.revokesCaller);
  for (const { emulator, cell } of trials) emulator.script(cell.vendor, cell.route, [ok]);
  await judgePending(trials);
  await inOneRun(trials, async (trial, provider) => {
    const run = await trial.stack.up(provider, trial.program);
    if (run.errors.length > 0) trial.broke("a run without faults converges", run.errors);
    return run;
  });
  await inOneRun(trials, async (trial, provider) => {
    const run = await trial.stack.up(provider, trial.program);
    if (run.changes.length > 0) trial.broke("the next run changes nothing", run.changes);
    if (trial.live.length !== 1 && !trial.cell.isContradiction) trial.broke(`one live key, not ${trial.live.length}`);
    return run;
  });
  await inOneRun(trials, async (trial, provider) => {
    const run = await trial.stack.destroy(provider);
    if (run.errors.length > 0) trial.broke("destroy succeeds", run.errors);
    if (trial.live.length > 0 && !trial.cell.isContradiction)
      trial.broke(`destroy leaves none, not ${trial.live.length}`);
    return run;
  });
}

/** Where only a person can judge: each key that was named is adopted by a stack of its own, which is then destroyed. */
async function judgePending(trials: readonly Trial[]): Promise<void> {
  const pending = trials.flatMap((trial) => {
    const candidates = trial.stack.records.flatMap(({ outputs }) => pendingCandidates(outputs.pending));
    return candidates.length > 0 && trial.cell.vendor === "devin"
      ? [{ trial, candidates, aside: new SimulatedStack() }]
      : [];
  });
  await withProvider(trials, async (provider) => {
    for (const { trial, candidates, aside } of pending) {
      const [inputs] = trial.program.values();
      const program = new Map(candidates.map((keyId) => [`adopted-${keyId}`, { ...inputs, adopt: { keyId } }]));
      const { errors } = await aside.up(provider, program);
      if (errors.length > 0) trial.broke("a named key can be adopted", errors);
    }
  });
  await withProvider(trials, async (provider) => {
    for (const { aside } of pending) await aside.destroy(provider);
  });
}

function pendingCandidates(pending: unknown): string[] {
  return (pending as { candidates?: string[] } | undefined)?.candidates ?? [];
}

/** One provider process, as in one run of the engine, and what must hold after each. */
async function inOneRun(
  trials: readonly Trial[],
  operate: (trial: Trial, provider: ProviderProcess) => Promise<Run | undefined>,
): Promise<void> {
  const printed = await withProvider(trials, async (provider) => {
    const runs = await Promise.all(trials.map(async (trial) => [trial, await operate(trial, provider)] as const));
    return () => runs;
  });
  for (const [trial, run] of printed.result()) if (run) lookAfter(trial, run, printed.printed);
}

function lookAfter(trial: Trial, run: Run, printed: string): void {
  const { cell, emulator, stack } = trial;
  if (cell.operation === "create" && run.changes.length > 0 && trial.live.length > 1 && !cell.isContradiction) {
    trial.broke(`at most one live key, not ${trial.live.length}`, run.errors);
  }
  const broken = brokenPromises({
    ledger: emulator.ledger,
    vendor: cell.vendor,
    records: stack.records,
    said: `${run.errors.join("\n")}\n${printed}`,
    mayLose: cell.isContradiction,
  });
  for (const promise of broken) trial.broke(promise, run.errors);
}

async function withProvider<Result>(
  trials: readonly Trial[],
  work: (provider: ProviderProcess) => Promise<Result>,
): Promise<{ result: Result; printed: string }> {
  const provider = await ProviderProcess.start(configOf(trials), environment);
  try {
    const result = await work(provider);
    return { result, printed: provider.printed };
  } finally {
    await provider.stop();
  }
}

function configOf(trials: readonly Trial[]): Record<string, string> {
  const accounts = vendorNames.map((vendor) => {
    const own = trials.filter(({ cell }) => cell.vendor === vendor);
    const entries = own.map(({ account, emulator }) => [account, vendorCases[vendor].account(emulator.environment())]);
    return [`${vendor}:accounts`, JSON.stringify(Object.fromEntries(entries))];
  });
  return Object.fromEntries(accounts);
}
