/** Runs a batch of schedules in lockstep: their steps, then what must hold once the vendor is sound again. */
import type { Finding } from "./finding";
import { destroy, refresh, refreshed, up } from "./operations";
import { recover } from "./recovery";
import { type Operate, runTogether } from "./rounds";
import type { Operation, Schedule } from "./schedule";
import { type Conditions, ScheduleTrial } from "./schedule-run";

export async function runSchedules(schedules: readonly Schedule[], conditions: Conditions): Promise<Finding[]> {
  const trials = await Promise.all(schedules.map((schedule) => ScheduleTrial.begin(schedule, conditions)));
  try {
    const length = Math.max(...schedules.map(({ steps }) => steps.length));
    for (let at = 0; at < length; at++) await runStep(trials, at);
    await recover(trials.filter(({ isRecoverable }) => isRecoverable));
    return trials.flatMap(({ findings }) => findings);
  } finally {
    await Promise.all(trials.map((trial) => trial.end()));
  }
}

async function runStep(all: readonly ScheduleTrial[], at: number): Promise<void> {
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
  if (operation.is === "refresh") return refresh;
  const operate = operation.is === "up" ? up(operation.wanted) : destroy;
  return operation.refreshes ? refreshed(operate) : operate;
}
