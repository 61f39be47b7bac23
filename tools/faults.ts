// `npm run faults`: the whole fault matrix through the real provider process.
//   --only TEXT: only the cells whose name has the text in it. --list: prints the names of the cells instead.
//   --runs N: N random schedules for each vendor instead of the matrix; with --cells the matrix as well.
//   --vendor V: the schedules of one vendor alone. --from K: from number K on. --seed S: other schedules.
//   --defect NAME: breaks the provider on purpose, by a name of preload.cjs.
// Prints what it ran, each broken promise, and how often each was. It must end with 1 when one was broken, or when there is nothing to run.
import { parseArgs } from "node:util";
import { vendorNames } from "../emulator/index";
import type { Defect } from "../test/promises/broken-provider/defect";
import { cellPromises } from "../test/promises/cell-run";
import type { Cell } from "../test/promises/cells";
import { runCells } from "../test/promises/matrix";
import { promises } from "../test/promises/promises";
import { type Finding, recoveryPromises } from "../test/promises/schedules/finding";
import { runInBatches } from "../test/promises/schedules/pool";
import { allCells } from "../test/promises/unfaulted";
import { setCanary, withoutSecrets } from "./canary";
import { runTool } from "./tool";

const canary = setCanary();

/** How often each promise was broken. */
class Tally {
  readonly #times: Map<string, number>;

  constructor(names: readonly string[]) {
    this.#times = new Map(names.map((promise) => [promise, 0]));
  }

  count(promise: string): void {
    this.#times.set(promise, (this.#times.get(promise) ?? 0) + 1);
  }

  /** Returns how often promises were broken in all. */
  printAndSum(): number {
    console.log("broken promises:");
    for (const [promise, times] of this.#times) console.log(`${String(times).padStart(6)}  ${promise}`);
    return [...this.#times.values()].reduce((sum, times) => sum + times, 0);
  }
}

/** The most that a batch may weigh: its cells share their waits, and one provider process has to keep up with all of them. */
const heaviestBatch = 800;

/** A cell with many keys in its lists reads as much as several without. */
function weightOf({ scenario }: Cell): number {
  return 1 + (scenario.strangers ?? 0) / 30;
}

function* batchesOf(wanted: readonly Cell[]): Generator<Cell[]> {
  let [batch, weight]: [Cell[], number] = [[], 0];
  for (const cell of wanted) {
    if (weight + weightOf(cell) > heaviestBatch) {
      yield batch;
      [batch, weight] = [[], 0];
    }
    batch.push(cell);
    weight += weightOf(cell);
  }
  if (batch.length > 0) yield batch;
}

runTool(async () => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      runs: { type: "string" },
      from: { type: "string", default: "0" },
      vendor: { type: "string" },
      cells: { type: "boolean" },
      only: { type: "string", default: "" },
      list: { type: "boolean" },
      defect: { type: "string" },
    },
  });
  const defect = values.defect as Defect | undefined;
  const isMatrix = values.runs === undefined || values.cells || values.list;
  const wanted = isMatrix ? await allCells({ only: values.only }) : [];
  if (isMatrix && wanted.length === 0)
    throw new Error(`no cell has "${values.only}" in its name: --list prints them all`);
  if (values.list) {
    for (const { name } of wanted) console.log(name);
    console.error(countInWords(wanted));
    return 0;
  }
  let broken = 0;
  if (isMatrix) broken += await runMatrix(wanted, values.seed, defect);
  if (values.runs !== undefined) {
    const vendors = vendorNames.filter((name) => name === (values.vendor ?? name));
    if (vendors.length === 0) throw new Error(`--vendor is one of ${vendorNames.join(", ")}`);
    const [seed, from, count] = [whole("seed", values.seed), whole("from", values.from), whole("runs", values.runs)];
    if (count === 0) throw new Error("--runs is at least 1");
    broken += await runSchedules({ vendors, seed, from, count, defect });
  }
  return broken === 0 ? 0 : 1;
});

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number`);
  return Number(text);
}

async function runMatrix(wanted: readonly Cell[], seed: string, defect?: Defect): Promise<number> {
  const broken = new Tally([...promises, ...cellPromises]);
  let judged = 0;
  let done = 0;
  for (const batch of batchesOf(wanted)) {
    const outcome = await runCells(batch, seed, undefined, defect);
    for (const { cell, promise, said } of outcome.findings) {
      broken.count(promise);
      console.log(withoutSecrets(`BROKEN ${promise}\n  ${cell}\n  ${said.join("\n  ")}`, canary));
    }
    judged += outcome.judged;
    done += batch.length;
    console.error(`${done} of ${wanted.length} cells`);
  }
  console.log(`seed ${seed}: ${countInWords(wanted)}, in ${judged} a person had to tell which key is whose`);
  return broken.printAndSum();
}

function countInWords(wanted: readonly Cell[]): string {
  const contradictions = wanted.filter(({ isContradiction }) => isContradiction).length;
  return `${wanted.length} cells (${contradictions} in which the vendor contradicts itself)`;
}

async function runSchedules(wanted: Parameters<typeof runInBatches>[0]): Promise<number> {
  const { vendors, seed, from, count } = wanted;
  const started = performance.now();
  const broken = new Tally([...promises, ...recoveryPromises]);
  let done = 0;
  await runInBatches(wanted, (ended, findings) => {
    done += ended;
    for (const finding of findings) {
      broken.count(finding.promise);
      console.log(withoutSecrets(described(finding, seed), canary));
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`${done} of ${count * vendors.length} schedules after ${seconds} s`);
  });
  console.log(`seed ${seed}: ${done} schedules, from number ${from} on ${count} of each of ${vendors.join(", ")}`);
  return broken.printAndSum();
}

function described({ promise, schedule, said }: Finding, seed: number): string {
  const { vendor, number } = schedule;
  const again = `npm run faults -- --runs 1 --from ${number} --vendor ${vendor} --seed ${seed}`;
  return [`BROKEN ${promise}`, `again: ${again}`, JSON.stringify(schedule), ...said].join("\n  ");
}
