// `npm run ids [-- --count N] [--seed S]`: tries texts as ids of keys, a million unless told; must end with 1 when a request left for one that is none.
import { parseArgs } from "node:util";
import { tryIds } from "../test/faults/ids/try-ids";
import { runTool } from "./tool";

runTool(async () => {
  const { values } = parseArgs({
    options: { count: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
  });
  const { ids, allowed, requests, violations } = await tryIds(Number(values.count), Number(values.seed));
  for (const violation of violations.slice(0, 20)) console.log(`BROKEN ${violation}`);
  console.log(
    `seed ${values.seed}: ${ids} texts, ${allowed} of them ids (${requests} requests for these); requests for any other: ${violations.length}`,
  );
  return violations.length === 0 ? 0 : 1;
});
