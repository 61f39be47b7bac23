/** The emulator as a command: what it prints, and how it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { transformFileSync } from "@swc/core";
import { createEmulator, type Emulator } from "../../emulator/index";
import { projectFile } from "../../tools/project";

const emulator = projectFile("emulator");
const folder = mkdtempSync(join(tmpdir(), "emulator-cli-"));

let served: Emulator;

beforeAll(async () => {
  served = await createEmulator();

  for (const file of globSync("**/*.ts", { cwd: emulator })) {
    const { code } = transformFileSync(join(emulator, file), {
      jsc: { parser: { syntax: "typescript" }, target: "es2023" },
      module: { type: "commonjs" },
    });
    const target = join(folder, file.replace(/ts$/, "js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
afterAll(() => served.close());

/** Starts the command and waits for the last line that it prints at its start. */
async function start() {
  const child = spawn(process.execPath, [join(folder, "cli.js")], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    stdout += chunk;
    if (/EMULATOR_CONTROL_URL=.*\n/.test(stdout)) break;
  }
  const variables = Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const end = async (signal: NodeJS.Signals) => {
    const exit = once(child, "exit");
    child.kill(signal);
    return { code: (await exit)[0], stdout, stderr };
  };
  return { variables, end };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "it prints the environment as exports, works, and ends on %s",
  async (signal) => {
    const { variables, end } = await start();
    const url = `${variables.KOSLI_HOST}/api/v2/service-accounts/${variables.KOSLI_ORG}/${variables.KOSLI_SERVICE_ACCOUNT}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${variables.KOSLI_API_TOKEN}` } });
    expect(response.status).toBe(200);
    const { code, stdout } = await end(signal);
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .filter((line) => !/^export [A-Z_]+=\S+$/.test(line)),
    ).toEqual([]);
    expect(Object.keys(variables)).toEqual(Object.keys(served.environment()));
  },
);

test("it ends with an error after a catastrophe", async () => {
  const { variables, end } = await start();
  const headers = { authorization: `Bearer ${variables.DEVIN_ENTERPRISE_API_KEY}` };
  await fetch(`${variables.DEVIN_API_URL}/v2/enterprise/api-keys`, { method: "DELETE", headers });
  const { code, stderr } = await end("SIGTERM");
  expect([code, stderr]).toEqual([1, expect.stringContaining("must never be made")]);
});
