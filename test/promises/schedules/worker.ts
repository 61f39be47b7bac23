/** A child process of `npm run faults`: runs the schedules it is told to, and prints what was found as one line of JSON. */
import { vendorNames } from "../../../emulator/index";
import type { Defect } from "../broken-provider/defect";
import { drawSchedules } from "./arbitrary";
import { runSchedules } from "./lockstep";

const [vendor, seed, from, count, slot, defect] = process.argv.slice(2);
const known = vendorNames.find((name) => name === vendor);
if (!known) throw new Error(`no vendor "${vendor}"`);

// An address of its own: a port on which an emulator refuses for a while must not be given to another process, nor to a client.
const host = process.platform === "linux" ? (`127.0.1.${Number(slot) + 1}` as const) : undefined;

const conditions = { seed: Number(seed), host, defect: defect as Defect | undefined };
runSchedules(drawSchedules(known, conditions.seed, Number(from), Number(count)), conditions).then(
  (findings) => console.log(JSON.stringify(findings)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
