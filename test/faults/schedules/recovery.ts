/**
 * What must hold once the vendor is sound again: a run converges, or leaves open what a person then judges; the next
 * changes nothing; destroy leaves nothing.
 */
import type { ProviderProcess } from "../engine/provider-process";
import type { Run } from "../engine/simulated-stack";
import { Judgement, tidyUp } from "./judge";
import { type Operate, type Runs, runLater } from "./rounds";
import { laterMs } from "./time";
import type { Trial } from "./trial";

const up: Operate = async (trial, member, provider) => await member.stack.up(provider, trial.program(member));
const refresh: Operate = async (_trial, { stack }, provider) => await stack.refresh(provider);
const destroy: Operate = async (_trial, { stack }, provider) => await stack.destroy(provider);

export async function recover(trials: readonly Trial[]): Promise<void> {
  for (const trial of trials) trial.becomeSound(laterMs);
  // A destroy that failed may have revoked: an up learns of it by a refresh only.
  for (const [trial, runs] of withErrors(await runLater("recovery: refresh", trials, refresh))) tidyUp(trial, runs);
  const first = await runLater("recovery: up", trials, up);
  await settle(first);
  for (const [trial, runs] of await runLater("recovery: next up", trials, up)) {
    const said = runs.flatMap(({ errors, changes }) => [...errors, ...changes]);
    if (said.length > 0) trial.broke("the next run changes nothing", "recovery", said);
    const wanted = trial.members.reduce((sum, member) => sum + Object.keys(member.wanted).length, 0);
    if (trial.live.length === wanted) continue;
    trial.broke("one live key for each resource", "recovery", [`${trial.live.length} for ${wanted}`]);
  }
  await destroyAll(trials);
}

/** A person judges what is still open, and runs again; what one judgement uncovers is left for the next. */
async function settle(first: Runs): Promise<void> {
  let open = withErrors(first);
  for (let count = 0; count < 4 && open.size > 0; count++) {
    open = withErrors(await runAfterJudgement(open, { mayWait: count < 2 }));
  }
  for (const [trial, runs] of open) {
    trial.broke("a run without faults converges", "recovery, after judgement", errorsOf(runs));
  }
}

async function runAfterJudgement(open: Runs, { mayWait }: { mayWait: boolean }): Promise<Runs> {
  const judgements = [...open].map(([trial, runs]) => new Judgement(trial, runs, mayWait));
  const aside = judgements.filter(({ unused }) => unused.size > 0);
  await runAside("recovery: adopt aside", aside, ({ aside, unused }, provider) => aside.up(provider, unused));
  await runAside("recovery: destroy aside", aside, ({ aside }, provider) => aside.destroy(provider));
  const adoptedBy = new Map(judgements.map(({ trial, adopted }) => [trial, adopted]));
  return await runLater("recovery: up after judgement", [...open.keys()], async (trial, member, provider) =>
    member.stack.up(provider, trial.program(member, adoptedBy.get(trial))),
  );
}

/** Only the first stack of a trial has one aside. */
async function runAside(
  when: string,
  judgements: readonly Judgement[],
  operate: (judgement: Judgement, provider: ProviderProcess) => Promise<Run>,
): Promise<void> {
  const byTrial = new Map(judgements.map((judgement) => [judgement.trial, judgement]));
  const runs = await runLater(when, [...byTrial.keys()], async (trial, member, provider) => {
    const judgement = byTrial.get(trial);
    return judgement && member === trial.members[0] ? await operate(judgement, provider) : { errors: [], changes: [] };
  });
  for (const [trial, failed] of withErrors(runs)) {
    trial.broke("a named key can be adopted, then destroyed", when, errorsOf(failed));
  }
}

/** What a destroy leaves open a person settles, twice at most: a key that was revoked by hand may have to leave the state by hand. */
async function destroyAll(trials: readonly Trial[]): Promise<void> {
  let open = withErrors(await runLater("recovery: destroy", trials, destroy));
  for (let count = 0; count < 2 && open.size > 0; count++) {
    for (const [trial, runs] of open) tidyUp(trial, runs);
    open = withErrors(await runLater("recovery: destroy again", [...open.keys()], destroy));
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
