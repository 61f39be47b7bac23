// `npm test [-- jest's arguments]`: the engine first, so that its one slow preparation happens in the open, then jest. Must never run a test without an
// engine, and never end with another exit code than jest's.
import { runChild } from "./child";
import { ensureEngine } from "./engine/index";
import { projectRoot } from "./project";
import { runTool } from "./tool";

runTool(async () => {
  await ensureEngine();
  const report = process.env.PULUMI_APIKEYS_TEST_REPORT;
  const args = [...(report ? ["--json", `--outputFile=${report}`] : []), ...process.argv.slice(2)];
  const jest = require.resolve("jest/bin/jest");
  const { code } = await runChild(process.execPath, [jest, ...args], { cwd: projectRoot, stdio: "inherit" });
  return code;
});
