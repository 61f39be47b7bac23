/**
 * One run of many trials at once. Trials whose clocks show the same time share two provider processes: one for the first stack of each
 * trial, and one for the second stacks.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { movedClock } from "../../e2e/harness/provider-clock";
import { ProviderProcess } from "../../stack/provider-process";
import type { Run } from "../../stack/simulated-stack";
import { withDefect } from "../broken-provider/defect";
import { printedOf } from "../printed";
import { type Member, resourceName, type ScheduleTrial } from "./schedule-run";
import { usualTimeFactor } from "./time";

/** How many trials run at once in a process. With more, the process would be so slow that a vendor seems not to answer. */
const width = 20;

export type Operate = (trial: ScheduleTrial, member: Member, provider: ProviderProcess) => Promise<Run>;

/** The run of each stack of a trial, in the order of the stacks. */
export type Runs = ReadonlyMap<ScheduleTrial, readonly Run[]>;

/** Runs all stacks of a trial at the same time. */
export async function runTogether(when: string, trials: readonly ScheduleTrial[], operate: Operate): Promise<Runs> {
  return await runRound(when, trials, operate, (runs) => Promise.all(runs.map((run) => run())));
}

/** Runs the stacks of a trial one after the other, so that no two of them mint at the same time. */
export async function runInTurn(when: string, trials: readonly ScheduleTrial[], operate: Operate): Promise<Runs> {
  return await runRound(when, trials, operate, async (runs) => {
    const done: Run[] = [];
    for (const run of runs) done.push(await run());
    return done;
  });
}

async function runRound(
  when: string,
  trials: readonly ScheduleTrial[],
  operate: Operate,
  inOrder: (runs: readonly (() => Promise<Run>)[]) => Promise<Run[]>,
): Promise<Runs> {
  const before = new Map(trials.map((trial) => [trial, trial.emulator.ledger.calls().length]));
  const runs = new Map<ScheduleTrial, Run[]>();
  const byClock = Map.groupBy(trials, ({ aheadMs }) => aheadMs);
  const started = [...byClock].map(async ([aheadMs, some]) => [aheadMs, await startProviders(some, aheadMs)] as const);
  const providers = new Map(await Promise.all(started));
  const all = [...providers.values()].flat();
  const delays = monitorEventLoopDelay();
  delays.enable();
  try {
    await atMost(width, trials, async (trial) => {
      const each = trial.members.map(
        (member, index) => () => operate(trial, member, providerOf(providers.get(trial.aheadMs), index)),
      );
      runs.set(trial, await inOrder(each));
    });
  } finally {
    delays.disable();
    await Promise.all(all.map((provider) => provider.stop()));
  }
  for (const trial of trials) trial.noteStandstill(delays.max / 1e6);
  const printed = printedOf(all.map((provider) => provider.printed).join("\n"), resourceName);
  for (const [trial, calls] of before) trial.judgeRuns(when, runs.get(trial) ?? [], printed, calls);
  return runs;
}

async function startProviders(trials: readonly ScheduleTrial[], aheadMs: number): Promise<ProviderProcess[]> {
  const environment = {
    PATH: process.env.PATH ?? "",
    PULUMI_APIKEYS_TIME_FACTOR: String(trials[0]?.timeFactor ?? usualTimeFactor),
    ...withDefect(trials[0]?.defect, movedClock(aheadMs)),
  };
  const count = Math.max(0, ...trials.map(({ members }) => members.length));
  const started = Array.from({ length: count }, (_, index) => {
    const accounts = trials.map((trial) => trial.environment(trial.members[index]));
    return ProviderProcess.start({}, Object.assign({}, environment, ...accounts));
  });
  return await Promise.all(started);
}

function providerOf(providers: readonly ProviderProcess[] | undefined, index: number): ProviderProcess {
  const provider = providers?.[index];
  if (!provider) throw new Error(`no provider process ${index}`);
  return provider;
}

async function atMost<Item>(count: number, items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const workers = Array.from({ length: count }, async () => {
    for (const item of waiting) await work(item);
  });
  await Promise.all(workers);
}
