/** A child process of `npm run faults`: runs the schedules it is told to, and prints what was found as one line of JSON. */
import { vendorNames } from "../../emulator/index";
import { drawSchedules } from "./arbitrary";
import { runSchedules } from "./run";

const [vendor, seed, from, count, slot] = process.argv.slice(2);
const known = vendorNames.find((name) => name === vendor);
if (!known) throw new Error(`no vendor "${vendor}"`);

// Ports of its own: one on which an emulator refuses for a while must not be given to another process, nor to a client.
const host = process.platform === "linux" ? (`127.0.1.${Number(slot) + 1}` as const) : undefined;

runSchedules(drawSchedules(known, Number(seed), Number(from), Number(count)), { seed: Number(seed), host }).then(
  (findings) => console.log(JSON.stringify(findings)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
