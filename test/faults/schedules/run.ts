/** Runs a batch of schedules in lockstep: their steps, then what must hold once the vendor is sound again. */
import { recover } from "./recovery";
import { type Operate, runTogether } from "./rounds";
import type { Operation, Schedule, Wanted } from "./schedule";
import { type Conditions, type Finding, Trial } from "./trial";

export async function runSchedules(schedules: readonly Schedule[], conditions: Conditions): Promise<Finding[]> {
  const trials = await Promise.all(schedules.map((schedule) => Trial.begin(schedule, conditions)));
  try {
    const length = Math.max(...schedules.map(({ steps }) => steps.length));
    for (let at = 0; at < length; at++) await runStep(trials, at);
    await recover(trials.filter(({ isRecoverable }) => isRecoverable));
    return trials.flatMap(({ findings }) => findings);
  } finally {
    await Promise.all(trials.map((trial) => trial.end()));
  }
}

async function runStep(all: readonly Trial[], at: number): Promise<void> {
  const trials = all.filter(({ schedule }) => at < schedule.steps.length);
  for (const trial of trials) {
    const step = trial.schedule.steps[at];
    if (step) trial.meet(step);
  }
  await runTogether(`step ${at}`, trials, async (trial, member, provider) => {
    const operation = trial.schedule.steps[at]?.operations[trial.members.indexOf(member)];
    if (!operation) throw new Error(`schedule ${trial.schedule.number} has no operation in step ${at}`);
    return await operationOf(operation)(trial, member, provider);
  });
}

function operationOf(operation: Operation): Operate {
  if (operation.is === "refresh") return async (_trial, { stack }, provider) => await stack.refresh(provider);
  const operate = operation.is === "up" ? upTo(operation.wanted) : destroy;
  if (!operation.refreshes) return operate;
  return (trial, member, provider) => member.stack.refreshed(provider, () => operate(trial, member, provider));
}

const destroy: Operate = async (_trial, { stack }, provider) => await stack.destroy(provider);

function upTo(wanted: Wanted): Operate {
  return async (trial, member, provider) => {
    member.wanted = wanted;
    return await trial.up(member, provider, trial.program(member));
  };
}
