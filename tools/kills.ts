// `npm run kills [-- --provider N --tree N --seed S]`: inside runs of the real engine, kills the provider process N times and the whole
// process tree N times, and recovers. Prints what became of the keys. It must end with 1 when a promise was broken, or when fewer kills
// than wanted came inside a run.
import { parseArgs } from "node:util";
import fc from "fast-check";
import { type Outcome, prepareEngine, runTrial } from "../test/promises/kills/kill-run";
import { kinds, type Plan, plans } from "../test/promises/kills/plan";
import { setCanary, withoutSecrets } from "./canary";
import { runTool } from "./tool";

const atOnce = 3;
const canary = setCanary();

runTool(async () => {
  const { values } = parseArgs({
    options: {
      provider: { type: "string", default: "200" },
      tree: { type: "string", default: "50" },
      seed: { type: "string", default: "1" },
    },
  });
  await prepareEngine();
  let hasFailed = false;
  for (const kind of kinds) {
    const wanted = Number(values[kind]);
    const outcomes = await runUntilHit(kind, wanted, Number(values.seed));
    console.log(inWords(kind, outcomes));
    const isShort = hitsOf(outcomes) < wanted;
    if (isShort) console.log(`BROKEN ${wanted} kills inside a run, not ${hitsOf(outcomes)}`);
    hasFailed ||= isShort || outcomes.some(({ broken }) => broken.length > 0);
  }
  console.log(`seed ${values.seed}`);
  return hasFailed ? 1 : 0;
});

/** A run may end before its kill comes. Others are then drawn until enough kills have hit, at most three runs for each wanted kill. */
async function runUntilHit(kind: Plan["kind"], wanted: number, seed: number): Promise<Outcome[]> {
  const drawn = wanted > 0 ? fc.sample(plans, { seed, numRuns: 3 * wanted }) : [];
  const outcomes: Outcome[] = [];
  let running = 0;
  const worker = async () => {
    while (hitsOf(outcomes) + running < wanted) {
      const plan = drawn.shift();
      if (!plan) return;
      running++;
      const outcome = await runTrial({ kind, ...plan });
      running--;
      outcomes.push(outcome);
      for (const promise of outcome.broken)
        console.log(withoutSecrets(`BROKEN ${promise}\n  ${JSON.stringify(outcome.plan)}`, canary));
      if (outcomes.length % 10 === 0) console.error(`${kind}: ${hitsOf(outcomes)} of ${wanted} kills`);
    }
  };
  // A worker ends once the trials still running could hit all that is wanted. When some of them miss, the workers start again.
  while (hitsOf(outcomes) < wanted && drawn.length > 0) await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}

function hitsOf(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ hit }) => hit).length;
}

function inWords(kind: Plan["kind"], outcomes: readonly Outcome[]): string {
  const sum = (count: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + count(outcome), 0);
  return (
    `${kind}: ${hitsOf(outcomes)} kills inside a run, ${sum(({ insideMint }) => (insideMint ? 1 : 0))} of them inside a mint (${outcomes.length} runs, the others had ended before); ` +
    `orphans named by the next run (vendors with a marker): ${sum(({ named }) => named)}, unnamed (without): ${sum(({ unnamed }) => unnamed)}; ` +
    `states mended by hand: ${sum(({ repaired }) => (repaired ? 1 : 0))}; broken promises: ${sum(({ broken }) => broken.length)}`
  );
}
