/**
 * Checks what must hold once the vendor is sound again. A run converges, or leaves a case to a person's judgement. The next run must
 * change nothing, and a destroy must leave no live key.
 */
import type { ProviderProcess } from "../../stack/provider-process";
import { nothingDone, type Run } from "../../stack/simulated-stack";
import { destroy, refresh, refreshed, up } from "./operations";
import { type Runs, runInTurn } from "./rounds";
import { isAboutHiddenKey, Judgement, tidyUp } from "./schedule-judge";
import type { ScheduleTrial } from "./schedule-run";
import { beyondGraceMs, beyondOverlapsMs, hourMs } from "./time";

export async function recover(trials: readonly ScheduleTrial[]): Promise<void> {
  // From now on the clocks of all trials show the same time, so that they can share provider processes.
  const latestMs = Math.max(...trials.map(({ aheadMs }) => aheadMs));
  for (const trial of trials) trial.becomeSound(latestMs - trial.aheadMs + hourMs);
  // A destroy that failed may have revoked keys. An up learns that only by a refresh.
  for (const [trial, runs] of withErrors(await runInTurn("recovery: refresh", trials, refresh))) tidyUp(trial, runs);
  await converge(trials);
  await retire(trials);
  // The check comes twice. The first is long after the mints, so that the load of this machine does not matter. The second comes right
  // after the runs that rotate and retire.
  for (const trial of trials) trial.moveClock(beyondGraceMs);
  await changeNothing(trials);
  for (const trial of trials) trial.moveClock(beyondOverlapsMs);
  await converge(trials);
  await retire(trials);
  await changeNothing(trials);
  await destroyAll(trials);
}

/**
 * Runs again where a previous key is due to retire. An up may leave one without an overlap: one that had expired, or whose rotation was
 * possible in place only. The next run retires it.
 */
async function retire(trials: readonly ScheduleTrial[]): Promise<void> {
  await converge(trials.filter(({ hasKeyToRetire }) => hasKeyToRetire));
}

async function converge(trials: readonly ScheduleTrial[]): Promise<void> {
  const late = trials.filter(({ hasPending }) => hasPending);
  await judgeUntilDone(await runInTurn("recovery: up", trials, up()));
  // A run that settles an old mint leaves a due rotation to the next run.
  await judgeUntilDone(await runInTurn("recovery: up of what was pending", late, up()));
}

async function changeNothing(trials: readonly ScheduleTrial[]): Promise<void> {
  const next = await runInTurn("recovery: next up, with a refresh", trials, refreshed(up()));
  for (const [trial, runs] of new Map([...next, ...(await onceListed(next))])) {
    const said = runs.flatMap(({ errors, changes }) => [...errors, ...changes]);
    if (said.length > 0) trial.broke("the next run changes nothing", "recovery", said);
    const wanted = trial.members.reduce((sum, member) => sum + Object.keys(member.wanted).length, 0);
    const { length } = trial.live.filter(({ id }) => !trial.overlapping.has(id));
    if (length === wanted) continue;
    trial.broke("one live key for each resource", "recovery", [`${length} for ${wanted}`]);
  }
}

/**
 * Runs again for trials whose run could not tell whether a key is live, since lists still hide it. After a few runs, lists show it.
 * Returns the last run of each trial.
 */
async function onceListed(first: Runs): Promise<Runs> {
  let last: Runs = new Map();
  let waiting = waitingForLists(first);
  for (let count = 0; count < patience && waiting.length > 0; count++) {
    const runs = await runInTurn("recovery: next up once more", waiting, refreshed(up()));
    last = new Map([...last, ...runs]);
    waiting = waitingForLists(runs);
  }
  return last;
}

/** The trials whose runs changed nothing and whose errors are only about keys that lists hide. */
function waitingForLists(all: Runs): ScheduleTrial[] {
  const waiting = [...withErrors(all)].filter(
    ([trial, runs]) =>
      runs.every(({ changes }) => changes.length === 0) &&
      errorsOf(runs).every((error) => isAboutHiddenKey(trial, error)),
  );
  return waiting.map(([trial]) => trial);
}

/** This many runs take longer than any list lags. */
const patience = 3;

/** A person judges what is still open, and runs again. What a run after a judgement leaves open is judged next. */
async function judgeUntilDone(first: Runs): Promise<void> {
  let open = withErrors(first);
  for (let count = 0; count < 2 * patience && open.size > 0; count++) {
    await judge(open, count < patience);
    // This up is without `adopt`, since nothing rotates while `adopt` stands in the program.
    open = withErrors(await runInTurn("recovery: up after judgement", [...open.keys()], up()));
  }
  for (const [trial, runs] of open) {
    trial.broke("a run without faults converges", "recovery, after judgement", errorsOf(runs));
  }
}

async function judge(open: Runs, mayWait: boolean): Promise<void> {
  const judgements = [...open].map(([trial, runs]) => new Judgement(trial, runs, mayWait));
  const aside = judgements.filter(({ unused }) => unused.size > 0);
  await runAside("recovery: adopt aside", aside, ({ aside, unused }, provider) => aside.up(provider, unused));
  await runAside("recovery: destroy aside", aside, ({ aside }, provider) => aside.destroy(provider));
  const adopting = judgements.filter(({ adopted }) => adopted.size > 0);
  const adoptedBy = new Map(adopting.map(({ trial, adopted }) => [trial, adopted]));
  await runInTurn("recovery: adopt", [...adoptedBy.keys()], async (trial, member, provider) =>
    trial.up(member, provider, trial.program(member, adoptedBy.get(trial))),
  );
}

/** Runs the operation once for each trial, in the turn of its first stack, since a trial has one aside. */
async function runAside(
  when: string,
  judgements: readonly Judgement[],
  operate: (judgement: Judgement, provider: ProviderProcess) => Promise<Run>,
): Promise<void> {
  const byTrial = new Map(judgements.map((judgement) => [judgement.trial, judgement]));
  const runs = await runInTurn(when, [...byTrial.keys()], async (trial, member, provider) => {
    const judgement = byTrial.get(trial);
    return judgement && member === trial.members[0] ? await operate(judgement, provider) : nothingDone;
  });
  for (const [trial, failed] of withErrors(runs)) {
    trial.broke("a named key can be adopted, then destroyed", when, errorsOf(failed));
  }
}

/** A person judges what a destroy leaves open, at most twice: after a key is revoked by hand, its record may have to be deleted by hand. */
async function destroyAll(trials: readonly ScheduleTrial[]): Promise<void> {
  let open = withErrors(await runInTurn("recovery: destroy", trials, destroy));
  for (let count = 0; count < 2 && open.size > 0; count++) {
    for (const [trial, runs] of open) tidyUp(trial, runs);
    open = withErrors(await runInTurn("recovery: destroy again", [...open.keys()], destroy));
  }
  for (const [trial, runs] of open) trial.broke("destroy succeeds", "recovery", errorsOf(runs));
  for (const trial of trials) {
    if (trial.live.length === 0) continue;
    trial.broke("destroy leaves no live key", "recovery", [trial.live.map(({ id }) => id).join(", ")]);
  }
}

function withErrors(runs: Runs): Runs {
  return new Map([...runs].filter(([, done]) => errorsOf(done).length > 0));
}

function errorsOf(runs: readonly Run[]): string[] {
  return runs.flatMap(({ errors }) => errors);
}
