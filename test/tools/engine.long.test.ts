/** How a Pulumi CLI is found or built. The first suitable one is used, and of a build that breaks off nothing may be used. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { cleanUp, script, start, temporaryFolder, untilExists } from "./processes";

const helpers = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy-nodejs", "pulumi-language-yaml"];

let cache: string;
let tools: string;

beforeEach(() => {
  const folder = temporaryFolder();
  cache = join(folder, "cache");
  tools = join(folder, "tools");
  mkdirSync(tools);
});
afterEach(cleanUp);

/** `npm run engine` without its build. PATH has the given folders, the fake tools and the system's. No download host can be reached. */
function findEngine(...folders: string[]) {
  const path = [...folders, tools, dirname(process.execPath), "/usr/bin", "/bin"].join(":");
  return start(process.execPath, [projectFile("dist", "tools", "prepare-engine.js")], {
    HOME: dirname(cache),
    PATH: path,
    PULUMI_APIKEYS_ENGINE_CACHE: cache,
    HTTPS_PROXY: "http://127.0.0.1:1",
  });
}

/** A folder with a `pulumi` that tells its version and nothing more. */
function fakeCli(version: string, beside: readonly string[] = helpers): string {
  const bin = join(temporaryFolder(), "bin");
  mkdirSync(bin);
  script(join(bin, "pulumi"), `echo ${version}`);
  for (const helper of beside) script(join(bin, helper), "exit 1");
  return bin;
}

/** A fake `go` that notes each call, and builds. Halfway through the build it runs `first`. */
function fakeGo(first = ""): { calls: () => number } {
  const log = join(tools, "calls");
  script(
    join(tools, "go"),
    `echo "$@" >> ${log}
    while [ "$1" != "-o" ]; do shift; done
    printf '#!/bin/sh\\necho v3.257.0\\n' > "$2/pulumi"
    ${first}
    printf '#!/bin/sh\\n' > "$2/pulumi-language-yaml"
    chmod +x "$2"/*`,
  );
  return { calls: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0) };
}

const cached = () => readdirSync(cache).filter((name) => name !== "lock.sqlite");
const preparedFolders = () => cached().filter((name) => name.includes("-built-"));

describe("a CLI on PATH", () => {
  test("is used when it is new enough and its helpers are there", async () => {
    const bin = fakeCli("v3.250.0");
    const { code, stdout } = await findEngine(bin).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: `pulumi 3.250.0 in ${bin}\n` });
    expect(existsSync(cache)).toBe(false);
  });

  test("is refused when it is too old, and the message says so", async () => {
    fakeGo();
    const bin = fakeCli("v3.249.9");
    const { stdout, stderr } = await findEngine(bin).ended;
    expect(stdout).toMatch(/^pulumi 3\.257\.0 in /);
    expect(stderr).toContain(`not using the pulumi in ${bin}: version 3.249.9 is older than 3.250.0`);
  });

  test.each(helpers)("is refused when it lacks %s", async (missing) => {
    fakeGo();
    const bin = fakeCli(
      "v3.270.0",
      helpers.filter((helper) => helper !== missing),
    );
    const { stdout, stderr } = await findEngine(bin).ended;
    expect(stdout).toMatch(/^pulumi 3\.257\.0 in /);
    expect(stderr).toContain(`it lacks ${missing}`);
  });

  test("is refused when it does not tell a version", async () => {
    fakeGo();
    const { stdout, stderr } = await findEngine(fakeCli("")).ended;
    expect(stdout).toMatch(/^pulumi 3\.257\.0 in /);
    expect(stderr).toContain("it does not tell its version");
  });
});

describe("without a CLI on PATH", () => {
  test("one is built with its version and its helpers, and the next run uses that one", async () => {
    const go = fakeGo();
    const first = await findEngine().ended;
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/building the Pulumi engine.*…\n.*built the Pulumi engine in/);
    expect(readFileSync(join(tools, "calls"), "utf8")).toContain("version.Version=v3.257.0");

    const [name] = preparedFolders();
    expect(readdirSync(join(cache, `${name}`, "bin")).sort()).toEqual(["pulumi", ...helpers].sort());

    const second = await findEngine().ended;
    expect(second).toMatchObject({ code: 0, stdout: first.stdout, stderr: "" });
    expect(go.calls()).toBe(1);
  });

  test("two at once build once, and both get it", async () => {
    const goOn = join(tools, "go-on");
    const go = fakeGo(`while [ ! -e ${goOn} ]; do sleep 0.05; done`);
    const one = findEngine();
    await untilExists(join(tools, "calls"));
    const other = findEngine();
    await other.printed("waiting for another process");
    writeFileSync(goOn, "");

    const [first, second] = await Promise.all([one.ended, other.ended]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.stdout).toBe(first.stdout);
    expect(go.calls()).toBe(1);
  });

  test.each(["SIGTERM", "SIGKILL"] as const)(
    "a build ended by %s leaves nothing in use, and the next one succeeds",
    async (signal) => {
      const building = join(tools, "building");
      fakeGo(`touch ${building}; while [ -e ${building} ]; do sleep 0.05; done; exit 1`);
      const ended = findEngine();
      await untilExists(building);
      ended.child.kill(signal);
      // A SIGKILL leaves the fake `go` running. This ends it.
      rmSync(building, { force: true });
      expect((await ended.ended).code).not.toBe(0);
      expect(preparedFolders()).toEqual([]);

      fakeGo();
      const next = await findEngine().ended;
      expect(next.code).toBe(0);
      expect(cached()).toEqual(preparedFolders());
      expect(preparedFolders()).toHaveLength(1);
    },
  );

  test("a build that fails says why, and leaves nothing behind", async () => {
    script(join(tools, "go"), "echo 'go: no such module' >&2; exit 1");
    const { code, stderr } = await findEngine().ended;
    expect(code).toBe(1);
    expect(stderr).toContain("go: no such module");
    expect(stderr).not.toMatch(/^ +at /m);
    expect(cached()).toEqual([]);
  });

  test("and without Go the message names every way to get one", async () => {
    const { code, stdout, stderr } = await findEngine().ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("install Pulumi 3.250.0 or newer");
    expect(stderr).toContain("Pulumi's download host");
    expect(stderr).toContain("install Go");
  });
});
