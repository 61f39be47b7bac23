// `npm run ids [-- --count N] [--seed S]`: tries texts as ids of keys, a million by default. It must end with 1 when a request was sent
// for a text that is no id.
import { parseArgs } from "node:util";
import { tryIds } from "../test/promises/ids/try-ids";
import { runTool } from "./tool";

runTool(async () => {
  const { values } = parseArgs({
    options: { count: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
  });
  const { tried, violations } = await tryIds(Number(values.count), Number(values.seed));
  for (const violation of violations.slice(0, 20)) console.log(`BROKEN ${violation}`);
  for (const [vendor, { allowed, refused, requests }] of Object.entries(tried)) {
    console.log(`${vendor}: ${allowed} ids (${requests} requests for these), ${refused} other texts`);
  }
  console.log(`seed ${values.seed}: requests for a text that is no id: ${violations.length}`);
  return violations.length === 0 ? 0 : 1;
});
