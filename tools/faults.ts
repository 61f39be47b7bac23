// `npm run faults [-- --seed S]`: the whole fault matrix through the real provider process. Prints how many cells ran and each broken promise; must end with 1 when
// one was broken.
import { parseArgs } from "node:util";
import { cells } from "../test/faults/cells";
import { runCells } from "../test/faults/matrix";
import { runTool } from "./tool";

const batchSize = 100;

runTool(async () => {
  const { values } = parseArgs({ options: { seed: { type: "string", default: "1" } } });
  let broken = 0;
  for (let from = 0; from < cells.length; from += batchSize) {
    const findings = await runCells(cells.slice(from, from + batchSize), values.seed);
    for (const { cell, promise, said } of findings) console.log(`BROKEN ${promise}\n  ${cell}\n  ${said.join("\n  ")}`);
    broken += findings.length;
    console.error(`${Math.min(from + batchSize, cells.length)} of ${cells.length} cells`);
  }
  const contradictions = cells.filter(({ isContradiction }) => isContradiction).length;
  console.log(
    `seed ${values.seed}: ${cells.length} cells (${contradictions} in which the vendor contradicts itself), broken promises: ${broken}`,
  );
  return broken === 0 ? 0 : 1;
});
