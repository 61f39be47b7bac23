// `npm test [-- jest's arguments]`: prepares the engine first, so that this one slow step is seen, then runs jest. Files named
// *.long.test.ts run with `--all` (`npm run test:all`), or where a path is given. It must never run a test without an engine. It must
// never end with 0 when a test failed, or when what the tests printed holds a secret.
import { holdsSecret, setCanary } from "./canary";
import { runChild } from "./child";
import { ensureEngine } from "./engine/index";
import { projectRoot } from "./project";
import { runTool } from "./tool";

runTool(async () => {
  await ensureEngine();
  const report = process.env.PULUMI_APIKEYS_TEST_REPORT;
  const given = process.argv.slice(2);
  const isWhole = given.includes("--all") || given.some((arg) => !arg.startsWith("-"));
  const args = [
    ...(report ? ["--json", `--outputFile=${report}`] : []),
    ...(isWhole ? [] : ["--testPathIgnorePatterns", "\\.long\\.test\\.ts$"]),
    ...given.filter((arg) => arg !== "--all"),
  ];
  const jest = require.resolve("jest/bin/jest");
  const canary = setCanary();
  const { code, output } = await runChild(process.execPath, [jest, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) },
    onOutput: (text, channel) => process[channel].write(text),
  });
  const leaks = output.split("\n").filter((line) => holdsSecret(line, canary));
  if (leaks.length === 0) return code;
  console.error(`pulumi-apikeys: ${leaks.length} of the lines above hold a secret that an emulator has made`);
  return 1;
});
