// `npm run year [-- --seed S --days N --keys N --missed SHARE]`: a year of daily runs of keys that rotate each 30 days, with services
// that use them all the time. It must end with 1 when a service was ever refused, or when a key did not rotate as it was due. The same
// holds when a resource ever had no live key or more than two, or when a live key is left.
import { parseArgs } from "node:util";
import { vendorNames } from "../emulator/index";
import { brokenPromises } from "../test/year/verdict";
import { liveThrough } from "../test/year/year";
import { runTool } from "./tool";

runTool(async () => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      days: { type: "string", default: "365" },
      keys: { type: "string", default: "20" },
      missed: { type: "string", default: "0.05" },
    },
  });
  const number = (name: keyof typeof values, form = /^\d+$/): number => {
    if (!form.test(values[name])) throw new Error(`--${name} ${values[name]}: that is no number for it`);
    return Number(values[name]);
  };
  const options = {
    days: number("days"),
    keysPerVendor: number("keys"),
    missed: number("missed", /^(1|0?\.\d+|0)$/),
    seed: number("seed"),
  };
  const { days, keysPerVendor, seed } = options;
  const year = await liveThrough(options);
  const rotations = [...year.rotations].toSorted(([a], [b]) => b - a);
  console.log(
    `seed ${seed}: ${days} days, ${year.runs} runs (${days + 1 - year.runs} missed), ${vendorNames.length * keysPerVendor} keys`,
  );
  for (const [count, keys] of rotations) console.log(`rotations per key: ${count} (${keys} keys)`);
  console.log(`authentications: ${year.authentications}`);
  console.log(`failed authentications: ${year.failures.length}`);
  console.log(`live keys of a resource at any instant: at least ${year.live.least}, at most ${year.live.greatest}`);
  console.log(`live keys after destroy: ${year.liveAfterDestroy}`);
  const broken = brokenPromises(year, options);
  for (const text of broken.slice(0, 20)) console.log(`BROKEN ${text}`);
  return broken.length === 0 ? 0 : 1;
});
