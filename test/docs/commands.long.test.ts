/**
 * A test runs each command of README and docs: this file, or the file that the table names. A command that no test runs fails here, so
 * that no page can promise what does not work.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { variableOf } from "../../provider/core/vendor/variables";
import { runChild } from "../../tools/child";
import { ensureEngine, scratchBackend } from "../../tools/engine/index";
import { projectFile, projectRoot } from "../../tools/project";
import "../e2e/harness/environment";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { VendorKit } from "../vendors/kit";
import { commands } from "./code-blocks";
import { pages } from "./pages";

/** The commands that other tests run, each with that test's file. */
const runElsewhere: Readonly<Record<string, string>> = {
  "npm test": ".ci/run",
  "npm run package": "test/plugin/executable.long.test.ts",
  "npm install pulumi-apikeys": "test/package/placements.long.test.ts",
  "npm install --save-dev @pulumi/policy": "test/package/policy-pack.long.test.ts",
  "pulumi up --policy-pack node_modules/pulumi-apikeys/policy": "test/package/policy-pack.long.test.ts",
  "pulumi up --policy-pack node_modules/pulumi-apikeys/policy --policy-pack-config policies.json":
    "test/policy/programs.long.test.ts",
  "pulumi stack export --file state.json": "test/policy/pack.long.test.ts",
  "pulumi policy analyze --file state.json --policy-pack node_modules/pulumi-apikeys/policy":
    "test/policy/pack.long.test.ts",
  "npm uninstall pulumi-apikeys": "test/package/missing-package.long.test.ts",
  ...followed(
    "npm pack ~/pulumi-apikeys",
    "npm install ./pulumi-apikeys-0.1.0.tgz",
    "pulumi login --local",
    "pulumi stack init dev",
    "pulumi up",
    "pulumi stack output firstKosliKey --show-secrets",
    "pulumi stack output handOnKosliKey --show-secrets",
    "pulumi destroy",
  ),
};

function followed(...lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => [line, "test/docs/guides.long.test.ts"]));
}

describe("the commands of the documents", () => {
  const all = pages.flatMap(commands);
  const configuring = all.filter((command) => command.startsWith("pulumi config "));

  test("are each run by a test", () => {
    const here = [...configuring, "npm run demo", "npm run --silent emulator"];
    expect(all.filter((command) => !here.includes(command) && !(command in runElsewhere))).toEqual([]);
    expect(Object.values(runElsewhere).filter((file) => !existsSync(projectFile(file)))).toEqual([]);
    expect(readFileSync(projectFile(".ci/run"), "utf8")).toContain("npm run test:all");
  });

  test("`npm run demo` rotates each key, tells the policy pack's verdict and ends with no live key", async () => {
    const { code, output } = await runChild("npm", ["run", "demo"], { cwd: projectRoot });
    const { length: count } = vendorNames;
    const [minted = "", due = "", rotated = "", retired = ""] = output.split(
      /^(?=30 days later|pulumi up \(.*update|a day later)/m,
    );
    expect(minted).toMatch(/requests that reached the vendors: 0/);
    expect(
      due.match(/^ {2}\w+: key \S+ is 30 days old: a new key is minted; key \S+ stays live until \S+Z$/gm),
    ).toHaveLength(count);
    expect(rotated).toContain(
      `previous keys that the vendors accept: ${count} of ${count}\n  new ones: ${count} of ${count}`,
    );
    expect(retired.match(/^ {2}\w+: revokes key /gm)).toHaveLength(count);
    expect(retired).toContain(`previous keys that the vendors accept: 0 of ${count}\n  new ones: ${count} of ${count}`);
    expect(retired).toMatch(/^policy pack: \d+ of \d+ policies are kept/m);
    const starts = Object.values(kits).flatMap(({ tokens }: VendorKit) => tokens.valueStart ?? []);
    expect(starts.length).toBeGreaterThan(1);
    expect(output).not.toMatch(new RegExp(`\\b(${starts.join("|")})\\w`));
    expect(output.trim().split("\n").at(-1)).toBe("live keys: 0");
    expect(code).toBe(0);
  });

  test("`npm run --silent emulator` prints variables that lead to an emulator", async () => {
    // npm runs in a process group of its own, as in a terminal, so that a signal also reaches the emulator, which npm starts.
    const child = spawn("npm", ["run", "--silent", "emulator"], {
      cwd: projectRoot,
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    const variables = new Map<string, string>();
    for await (const line of createInterface({ input: child.stdout })) {
      const [, name = "", value = ""] = /^export (\w+)='?([^']*)'?$/.exec(line) ?? [];
      variables.set(name, value);
      if (name === "EMULATOR_CONTROL_URL") break;
    }
    // A vendor whose URL variable holds the API's whole base, and whose list has the same path for every account.
    const vendor = vendorThat(({ definition, routes }) => !definition.account.baseUrl && !routes.list.includes(":"));
    const { account } = kits[vendor].definition;
    const [url, token] = [account.url, account.token].map((names) =>
      variables.get(variableOf(account, names, undefined)),
    );
    const list = `${url}${kits[vendor].routes.list.slice("GET ".length)}`;
    const answer = await fetch(list, { headers: { authorization: `Bearer ${token}` } });
    expect([answer.status, (await fetch(list)).status]).toEqual([200, 401]);
    const closed = once(child.stdout, "close");
    process.kill(-(child.pid ?? Number.NaN), "SIGTERM");
    await closed;
    await expect(fetch(list)).rejects.toThrow();
  });

  test("each `pulumi config set …` is taken by the CLI, secrets encrypted", async () => {
    const engine = await ensureEngine();
    const backend = scratchBackend();
    const folder = mkdtempSync(join(tmpdir(), "docs-config-"));
    const env = { ...process.env, ...engine.env, ...backend.env };
    try {
      writeFileSync(join(folder, "Pulumi.yaml"), "name: docs\nruntime: yaml\n");
      const script = ["pulumi stack init dev", ...configuring.map((command) => `echo canary-value | ${command}`)].join(
        "\n",
      );
      const { code, output } = await runChild("sh", ["-e", "-c", script], { cwd: folder, env });
      expect([code, output]).toEqual([0, expect.any(String)]);
      const config = readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");
      const tokens = Object.values(kits).map(
        ({ definition: { account } }) => `${account.vendor}:${account.token.config}:`,
      );
      for (const key of [...tokens, ":org: acme", ":accounts:", "docs:legacyKeyId:"]) expect(config).toContain(key);
      expect(config).not.toContain("canary-value");
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await backend.dispose();
    }
  });
});
