/**
 * Runs cells of the matrix and tells which promises were broken in each.
 *
 * Many cells share a provider process, as the keys of many accounts in a stack do. Each cell has an account and an emulator of its own. If
 * the fault of one cell harms another cell, that is a finding, too.
 */
import { ProviderProcess } from "../stack/provider-process";
import type { Run } from "../stack/simulated-stack";
import { kitOf } from "../vendors/every-vendor";
import type { Defect } from "./broken-provider/defect";
import { deletesUnproved, namedKeys, personsWaysOut, revokesByHand } from "./cell-judge";
import { type CellPromise, CellTrial, type Finding } from "./cell-run";
import type { Cell } from "./cells";
import { printedOf } from "./printed";
import { laterMs } from "./scenarios/scenario";

/** Finds the names of resources. No part of a key's id looks like one. */
const resourceName = /(?<![\w-])(c\d+)-\d{1,2}(?![\w-])/g;

export interface Outcome {
  readonly findings: readonly Finding[];
  /** In how many cells a person had to tell whose a key is. */
  readonly judged: number;
}

/** Runs a batch of cells at once, with shorter waits of the product: a factor of 0.1 makes 3 s of the 30 s for a list that lags. */
export async function runCells(
  batch: readonly Cell[],
  seed: string,
  timeFactor = 0.1,
  defect?: Defect,
): Promise<Outcome> {
  const trials = await Promise.all(
    batch.map((cell, index) => {
      const isAlone = kitOf(cell.vendor).isAccountToldByKeys && index % 2 === 1;
      return CellTrial.begin(cell, { seed, timeFactor, account: `c${index}`, isAlone, defect });
    }),
  );
  try {
    await prepare(trials);
    await meetFault(trials);
    await recover(trials);
  } finally {
    await Promise.all(trials.map((trial) => trial.end()));
  }
  // The findings are read after `end`, which may add some.
  const judged = trials.filter(({ isJudged }) => isJudged).length;
  return { findings: trials.flatMap(({ findings }) => findings), judged };
}

export async function prepare(trials: readonly CellTrial[]): Promise<void> {
  const runs = Math.max(...trials.map(({ cell }) => cell.scenario.before?.length ?? 0));
  for (let index = 0; index < runs; index++) {
    for (const trial of trials) {
      const run = trial.cell.scenario.before?.[index];
      if (run) trial.beginRun(run);
    }
    await inOneRunPerClock(trials, async (trial, provider) => {
      const run = trial.cell.scenario.before?.[index];
      return run && (await trial.run(run.command, provider));
    });
  }
}

const minuteMs = 60_000;

async function meetFault(trials: readonly CellTrial[]): Promise<void> {
  for (const trial of trials) {
    trial.beginRun(trial.cell.scenario);
    trial.scriptFault();
  }
  await inOneRunPerClock(trials, async (trial, provider) => {
    const { request, scenario } = trial.cell;
    const callsBefore = trial.callsOfFaultedRoute + request.callsBefore;
    const run = await trial.run(scenario.command, provider);
    if (trial.callsOfFaultedRoute <= callsBefore) trial.broke("the fault is met", run.errors);
    return run;
  });
}

/** What must hold once the vendor is sound again: up converges, the next up changes nothing, destroy leaves nothing. */
async function recover(trials: readonly CellTrial[]): Promise<void> {
  for (const trial of trials) {
    const { fault } = trial.cell;
    trial.script();
    trial.emulator.switches[trial.cell.vendor].dateOffMs = 0;
    if (fault.revokesCaller) trial.replaceToken();
    // The next run comes later than 15 s: sooner, keys that were minted before would make a difference ambiguous.
    trial.moveClock(fault.lag?.ms ?? minuteMs);
  }
  await inOneRunPerClock(
    trials.filter(({ hasLostKey, cell }) => hasLostKey || cell.scenario.mayKeepRevoked),
    async (trial, provider) => {
      const run = await trial.stack.refresh(provider);
      if (run.errors.length > 0 && !deletesUnproved(trial, run.errors))
        trial.broke("a run without faults converges", run.errors);
      return run;
    },
  );
  const judged: CellTrial[] = [];
  const again: CellTrial[] = [];
  await inOneRunPerClock(trials, async (trial, provider) => {
    const run = await trial.up(provider);
    // A run that settles a mint of earlier inputs leaves the program's new inputs to the next run, and says so.
    if (run.errors.every((error) => error.includes("The program's inputs now ask for another key."))) {
      if (run.errors.length > 0) again.push(trial);
    } else if (deletesUnproved(trial, run.errors)) again.push(trial);
    else if (namedKeys(trial).length > 0) {
      trial.noteJudgement(run.errors);
      judged.push(trial);
    } else trial.broke("a run without faults converges", run.errors);
    return run;
  });
  await upSucceeds(again, "a run without faults converges");
  await judge(judged);
  await upSucceeds(
    trials.filter(({ hasKeyToRetire, isEdited }) => hasKeyToRetire || isEdited),
    "a run without faults converges",
  );
  await changeNothing(trials);
  const rotating = trials.filter(({ rotates }) => rotates);
  for (const trial of rotating) trial.moveClock(laterMs);
  await upSucceeds(rotating, "a key whose overlap is over is retired");
  await changeNothing(rotating);
  for (const trial of trials) {
    if (trial.live.length !== trial.program.size && !trial.cell.isContradiction)
      trial.broke("one live key for each resource", [`${trial.live.length} for ${trial.program.size}`]);
  }
  await destroy(trials);
}

async function upSucceeds(trials: readonly CellTrial[], promise: CellPromise): Promise<void> {
  await inOneRunPerClock(trials, async (trial, provider) => {
    const run = await trial.up(provider);
    if (run.errors.length > 0) trial.broke(promise, run.errors);
    return run;
  });
}

async function changeNothing(trials: readonly CellTrial[]): Promise<void> {
  await inOneRunPerClock(trials, async (trial, provider) => {
    const run = await trial.stack.refreshed(provider, () => trial.up(provider));
    const said = [...run.errors, ...run.changes];
    if (said.length > 0) trial.broke("the next run changes nothing", said);
    return run;
  });
}

async function destroy(trials: readonly CellTrial[]): Promise<void> {
  const refused: CellTrial[] = [];
  await inOneRunPerClock(trials, async (trial, provider) => {
    const run = await trial.stack.destroy(provider);
    const isUnproven = run.errors.some((error) => error.includes("would revoke key"));
    if (isUnproven && revokesByHand(trial)) {
      trial.noteJudgement(run.errors);
      refused.push(trial);
    } else if (run.errors.length > 0) trial.broke("destroy succeeds", run.errors);
    return run;
  });
  await inOneRunPerClock(refused, async (trial, provider) => {
    const run = await trial.stack.destroy(provider);
    if (run.errors.length > 0) trial.broke("destroy succeeds once a person has judged", run.errors);
    return run;
  });
  for (const trial of trials) {
    if (trial.live.length > 0 && !trial.cell.isContradiction)
      trial.broke(
        "destroy leaves no live key",
        trial.live.map(({ id }) => id),
      );
  }
}

/** Does what the message says, where only a person can tell whose a key is. After that the runs must converge. */
async function judge(trials: readonly CellTrial[]): Promise<void> {
  const ways = new Map(trials.map((trial) => [trial, personsWaysOut(trial)]));
  await inOneRunPerClock(trials, async (trial, provider) => {
    const aside = await trial.aside.up(provider, ways.get(trial)?.aside ?? new Map());
    const run = await trial.up(provider, ways.get(trial)?.program);
    if (aside.errors.length > 0) trial.broke("a named key can be adopted, then destroyed", aside.errors);
    return {
      errors: [...aside.errors, ...run.errors],
      reasons: [...aside.reasons, ...run.reasons],
      changes: [...aside.changes, ...run.changes],
    };
  });
  await inOneRunPerClock(trials, async (trial, provider) => {
    const run = await trial.aside.destroy(provider);
    if (run.errors.length > 0) trial.broke("a named key can be adopted, then destroyed", run.errors);
    return run;
  });
  await upSucceeds(trials, "a run converges once a person has judged");
}

type Operate = (trial: CellTrial, provider: ProviderProcess) => Promise<Run | undefined>;

/**
 * Runs trials as one run of the engine would. Trials whose clocks show the same time share one provider process. Then checks what must
 * hold after each run.
 */
export async function inOneRunPerClock(trials: readonly CellTrial[], operate: Operate): Promise<void> {
  const byClock = Map.groupBy(trials, ({ aheadMs }) => aheadMs);
  await Promise.all([...byClock.values()].map((sameClock) => inOneProcess(sameClock, operate)));
}

async function inOneProcess(trials: readonly CellTrial[], operate: Operate): Promise<void> {
  const provider = await ProviderProcess.start({}, environmentOf(trials));
  let runs: readonly (readonly [CellTrial, Run | undefined])[];
  try {
    runs = await Promise.all(trials.map(async (trial) => [trial, await operate(trial, provider)] as const));
  } finally {
    await provider.stop();
  }
  const printed = printedOf(provider.printed, resourceName);
  for (const [trial, run] of runs) if (run) trial.judgeRun(run, printed);
}

function environmentOf(trials: readonly CellTrial[]): Record<string, string> {
  return Object.assign({ PATH: process.env.PATH ?? "" }, ...trials.map(({ environment }) => environment));
}
