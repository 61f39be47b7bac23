/** The examples of scheduled rotation: each program mints, rotates when due, retires the previous key, and changes nothing in between. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { createEmulator, type Emulator, status } from "../../emulator/index";
import { runChild } from "../../tools/child";
import { ensureEngine, scratchBackend } from "../../tools/engine/index";
import { projectFile } from "../../tools/project";
import { treeOf } from "../promises/kills/process-tree";
import { movedClock, shortenedWaits } from "./harness/environment";
import { keyId } from "./harness/keys";
import { leaksIn } from "./harness/leaks";
import { sharedProgram } from "./harness/stack";

const dayMs = 86_400_000;

describe.each(["github-actions", "kubernetes-operator"])("examples/%s", (name) => {
  const stack = sharedProgram(`examples/${name}`);
  // A scheduler sets a variable that nobody has set to an empty text.
  beforeAll(() => void Object.assign(stack.environment, { KOSLI_SERVICE_ACCOUNT: "" }));

  test("mints, rotates in place on the 30th day, and retires the previous key after its overlap", async () => {
    const minted = await stack.up();
    expect(minted.output).not.toMatch(/warning: (?!using pulumi-language-nodejs)/);
    const first = stack.ledger.liveKeys().map(({ id }) => id);
    stack.goTo(30 * dayMs);
    const rotated = await stack.up(undefined, { refresh: true });
    expect(rotated.output).toMatch(/reporter: key \S+ is 30 days old: a new key is minted; key \S+ stays live until/);
    expect(stack.ledger.liveKeys()).toHaveLength(2 * first.length);
    stack.goTo(34 * dayMs);
    const retired = await stack.up(undefined, { refresh: true });
    expect(retired.output).toMatch(/reporter: revokes key \S+: \S+ took its place/);
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(first.toSorted());
    expect(stack.ledger.liveKeys()).toHaveLength(first.length);
    await stack.destroy();
  });
});

describe("the drift alarm of examples/github-actions", () => {
  const stack = sharedProgram("examples/github-actions");
  const path = projectFile("examples", "github-actions", ".github", "workflows", "rotate.yml");
  const { run: command } = parse(readFileSync(path, "utf8")).jobs.drift.steps.at(-1);

  async function drift(): Promise<void> {
    const [, ...args] = command.replace("--stack prod", "--stack test").split(" ");
    await stack.command(...args);
  }

  test("is quiet on the day of a rotation, within its overlap, and after it, and changes nothing at a vendor", async () => {
    await stack.up();
    const quietly = async (keys: number) => {
      const before = stack.ledger.calls().length;
      await drift();
      const methods = stack.ledger
        .calls()
        .slice(before)
        .map(({ method }) => method);
      expect(new Set(methods)).toEqual(new Set(["GET"]));
      expect(stack.ledger.liveKeys()).toHaveLength(keys);
    };
    stack.goTo(30 * dayMs);
    await quietly(2);
    await stack.up();
    stack.goTo(31 * dayMs);
    await quietly(4);
    stack.goTo(33 * dayMs);
    await quietly(4);
    await stack.up();
    await quietly(2);
  });

  test.each(["agent", "reporter"])("sounds when somebody has revoked the key of %s by hand", async (name) => {
    const key = stack.ledger.keys.find(({ id }) => id === keyId(stack, name));
    if (!key) throw new Error("the vendor has the key");
    stack.emulator.strangers.revoke(key);
    await expect(drift()).rejects.toThrow(/no changes were expected.* but changes were proposed/);
    // The job after the alarm mints a new key.
    await stack.up(undefined, { refresh: true });
    await drift();
  });
});

describe("examples/automation-api", () => {
  let emulator: Emulator;
  let environment: Record<string, string>;
  const backend = scratchBackend();
  mkdirSync(projectFile("dist", "scratch"), { recursive: true });
  const folder = mkdtempSync(projectFile("dist", "scratch", "rotator-"));
  cpSync(projectFile("dist", "examples", "automation-api"), folder, { recursive: true });
  const mint = "POST /service-accounts/:org/:name/api-keys";

  beforeAll(async () => {
    emulator = await createEmulator();
    const engine = await ensureEngine();
    environment = { ...engine.env, ...backend.env, ...shortenedWaits, ...emulator.environment() };
  });
  afterAll(async () => {
    await emulator.close();
    await backend.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One run of the rotator, `day` days from now. Neither stdout nor stderr may show a secret. */
  async function runOn(day: number) {
    emulator.clock.set(Date.now() + day * dayMs);
    const env = { ...process.env, ...environment, ...movedClock(day * dayMs) };
    const told = { stdout: "", stderr: "" };
    const onOutput = (text: string, channel: keyof typeof told) => {
      told[channel] += text;
    };
    const { code } = await runChild(process.execPath, [join(folder, "rotate.js")], { cwd: tmpdir(), env, onOutput });
    expect(leaksIn(told, emulator.ledger.secrets())).toEqual([]);
    return { code, stderr: told.stderr, lastLine: told.stdout.trim().split("\n").at(-1) };
  }
  const success = (lastLine: string) => ({ code: 0, stderr: "", lastLine });

  test("mints, started in a folder that has nothing to do with it, and changes nothing the day after", async () => {
    // The count includes the stack itself.
    expect(await runOn(0)).toEqual(success("resources created: 2, updated or replaced: 0"));
    expect(await runOn(1)).toEqual(success("resources created: 0, updated or replaced: 0"));
  });

  test("tells a failure on stderr, and ends with 1", async () => {
    emulator.script("kosli", mint, status(500));
    const { code, stderr, lastLine } = await runOn(30);
    expect(code).toBe(1);
    expect(stderr).toMatch(/reporter: creating the key: HTTP 500 .*Nothing is left behind: run again/);
    expect(lastLine).not.toMatch(/^resources/);
    expect(emulator.ledger.liveKeys()).toHaveLength(1);
  });

  test("rotates in the next run; a second one at the same time finds the stack locked, and ends with 1", async () => {
    const before = emulator.ledger.calls().length;
    emulator.script("kosli", mint, [{ commits: true, delivery: "stall-headers", delayMs: 400 }, { commits: true }]);
    const first = runOn(30);
    const deadlineMs = performance.now() + 60_000;
    while (
      !emulator.ledger
        .calls()
        .slice(before)
        .some(({ method }) => method === "POST")
    ) {
      if (performance.now() > deadlineMs) throw new Error("the first run has not come to its mint");
      await sleep(5);
    }
    // The engine of the first run is stopped, with the stack locked, until the second run has ended.
    const engine = treeOf(process.pid).find(({ command }) => /^\S*pulumi up /.test(command));
    if (!engine) throw new Error("the first run is at work");
    process.kill(engine.pid, "SIGSTOP");
    const { code, stderr } = await runOn(30).finally(() => process.kill(engine.pid, "SIGCONT"));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("the stack is currently locked") });
    expect(await first).toEqual(success("resources created: 0, updated or replaced: 1"));
    expect(emulator.ledger.liveKeys()).toHaveLength(2);
  });

  test("retires the previous key after its overlap", async () => {
    expect(await runOn(33)).toEqual(success("resources created: 0, updated or replaced: 1"));
    expect(emulator.ledger.liveKeys()).toHaveLength(1);
  });
});
