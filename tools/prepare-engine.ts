// `npm run engine`: prepares the Pulumi engine ahead of time, and says which one it is.
import { ensureEngine } from "./engine/index";
import { runTool } from "./tool";

runTool(async () => {
  const engine = await ensureEngine();
  console.log(`pulumi ${engine.version} in ${engine.binDir}`);
  return 0;
});
