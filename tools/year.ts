// `npm run year [-- --seed S --days N --keys N --missed SHARE]`: a year of daily runs of keys that rotate each 30 days, with services that use them all the
// time. Must end with 1 when one of them was ever refused, when fewer than one or more than two keys of a resource were valid, or when a key is left.
import { parseArgs } from "node:util";
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
  const [days, keysPerVendor, missed, seed] = [values.days, values.keys, values.missed, values.seed].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const year = await liveThrough({ days, keysPerVendor, missed, seed });
  const most = Math.floor(days / 30);
  const rotations = [...year.rotations].toSorted(([a], [b]) => b - a);
  console.log(
    `seed ${seed}: ${days} days, ${year.runs} runs (${days + 1 - year.runs} missed), ${3 * keysPerVendor} keys`,
  );
  for (const [count, keys] of rotations) console.log(`rotations per key: ${count} (${keys} keys)`);
  console.log(`authentications: ${year.authentications}`);
  console.log(`failed authentications: ${year.failures.length}`);
  console.log(`valid keys of a resource at any instant: at least ${year.valid.least}, at most ${year.valid.greatest}`);
  console.log(`live keys after destroy: ${year.liveAfterDestroy}`);
  for (const text of [...year.failures.slice(0, 10), ...year.broken.slice(0, 10)]) console.log(`BROKEN ${text}`);
  const isAsPromised =
    year.failures.length + year.broken.length + year.liveAfterDestroy === 0 &&
    year.valid.least === 1 &&
    year.valid.greatest === 2 &&
    rotations.every(([count]) => (missed === 0 ? count === most : count <= most));
  return isAsPromised ? 0 : 1;
});
