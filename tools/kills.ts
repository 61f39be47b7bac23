// `npm run kills [-- --provider N --tree N --seed S]`: kills the provider process, and the whole tree, inside runs of the real engine, and recovers. Prints
// what became of the keys; must end with 1 when a promise was broken.
import { parseArgs } from "node:util";
import fc from "fast-check";
import { type Outcome, type Plan, plans, prepareEngine, runTrial } from "../test/faults/kills/trial";
import { runTool } from "./tool";

const atOnce = 3;

runTool(async () => {
  const { values } = parseArgs({
    options: {
      provider: { type: "string", default: "200" },
      tree: { type: "string", default: "50" },
      seed: { type: "string", default: "1" },
    },
  });
  await prepareEngine();
  const planned = (kind: Plan["kind"], count: number) =>
    fc.sample(plans, { seed: Number(values.seed), numRuns: count }).map((plan): Plan => ({ kind, ...plan }));
  const todo = [...planned("provider", Number(values.provider)), ...planned("tree", Number(values.tree))];
  const outcomes: Outcome[] = [];
  const worker = async () => {
    for (let plan = todo.shift(); plan; plan = todo.shift()) {
      const outcome = await runTrial(plan);
      outcomes.push(outcome);
      for (const promise of outcome.broken) console.log(`BROKEN ${promise}\n  ${JSON.stringify(plan)}`);
      if (outcomes.length % 10 === 0) console.error(`${outcomes.length} kills`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  for (const kind of ["provider", "tree"] as const) {
    const own = outcomes.filter(({ plan }) => plan.kind === kind);
    const sum = (count: (outcome: Outcome) => number) => own.reduce((total, outcome) => total + count(outcome), 0);
    console.log(
      `${kind}: ${own.length} kills, ${sum(({ hit }) => (hit ? 1 : 0))} inside a run; left behind and named by the next run (Kosli, nekuda): ${sum(({ named }) => named)}, ` +
        `unnamed (Devin): ${sum(({ unnamedAtDevin }) => unnamedAtDevin)}; states mended by hand: ${sum(({ repaired }) => (repaired ? 1 : 0))}; broken promises: ${sum(({ broken }) => broken.length)}`,
    );
  }
  console.log(`seed ${values.seed}`);
  return outcomes.some(({ broken }) => broken.length > 0) ? 1 : 0;
});
