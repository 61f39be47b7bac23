/** Runs any number of schedules, in batches. Several batches run at once, each in a child process. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { VendorName } from "../../../emulator/index";
import { runChild } from "../../../tools/child";
import type { Defect } from "../broken-provider/defect";
import type { Finding } from "./finding";

/** Each run of a batch starts provider processes, so a batch must be large. It must still fit into memory. */
const batchSize = 1250;

/** One more than there are processors, since a batch often waits for its slowest schedule. */
const batchesAtOnce = availableParallelism() + 1;

export interface Wanted {
  readonly vendors: readonly VendorName[];
  readonly seed: number;
  /** The number of the first schedule. */
  readonly from: number;
  /** How many schedules for each vendor. */
  readonly count: number;
  readonly defect?: Defect | undefined;
}

/** @param onDone Called at the end of each batch, with the number of its schedules and its findings. */
export async function runInBatches(
  wanted: Wanted,
  onDone: (count: number, findings: readonly Finding[]) => void,
): Promise<void> {
  const batches = batchesOf(wanted).values();
  const workers = Array.from({ length: batchesAtOnce }, async (_, slot) => {
    for (const batch of batches) onDone(batch.count, await runBatch(batch, wanted, slot));
  });
  await Promise.all(workers);
}

interface Batch {
  readonly vendor: VendorName;
  readonly from: number;
  readonly count: number;
}

function batchesOf({ vendors, from, count }: Wanted): Batch[] {
  const starts = Array.from({ length: Math.ceil(count / batchSize) }, (_, index) => index * batchSize);
  return starts.flatMap((start) =>
    vendors.map((vendor) => ({ vendor, from: from + start, count: Math.min(batchSize, count - start) })),
  );
}

async function runBatch({ vendor, from, count }: Batch, { seed, defect }: Wanted, slot: number): Promise<Finding[]> {
  const told = [seed, from, count, slot].map(String);
  const args = [join(__dirname, "worker.js"), vendor, ...told, ...(defect ? [defect] : [])];
  const { code, output } = await runChild(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  if (code !== 0) throw new Error(`the schedules of ${vendor} from ${from} on could not be run: exit code ${code}`);
  return JSON.parse(output);
}
