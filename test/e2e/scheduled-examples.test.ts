/** The examples of scheduled rotation: each program mints, rotates when it is due, retires the old key, and changes nothing between. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { validateWorkflow } from "@action-validator/core";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { ensureEngine, scratchBackend } from "../../tools/engine/index";
import { projectFile } from "../../tools/project";
import { createEmulator } from "../emulator/index";
import { movedClock, shortenedWaits } from "./harness/environment";
import { sharedStack } from "./harness/stack";

const dayMs = 86_400_000;

describe.each(["github-actions", "kubernetes-operator"])("examples/%s", (name) => {
  const stack = sharedStack();
  beforeAll(() => void Object.assign(process.env, stack.emulator.environment()));
  afterAll(() => {
    for (const variable of Object.keys(stack.emulator.environment())) delete process.env[variable];
  });

  async function program(): Promise<Record<string, unknown>> {
    const text = readFileSync(projectFile("dist", "examples", name, "index.js"), "utf8");
    const exports = {};
    new Function("exports", "require", text)(exports, require);
    return exports;
  }
  function goTo(days: number): void {
    stack.emulator.clock.set(Date.now() + days * dayMs);
    stack.environment = { ...stack.environment, ...movedClock(days * dayMs) };
  }

  test("mints, rotates in place on the 30th day, and retires the old key after its overlap", async () => {
    await stack.up(program);
    const first = stack.ledger.liveKeys().map(({ id }) => id);
    goTo(30);
    const rotated = await stack.up(program, { refresh: true });
    expect(rotated.output).toMatch(/reporter: key \S+ is 30 days old: it rotates now; it stays valid until/);
    expect(stack.ledger.liveKeys()).toHaveLength(2 * first.length);
    goTo(34);
    const retired = await stack.up(program, { refresh: true });
    expect(retired.output).toMatch(/reporter: retires key \S+: \S+ took its place/);
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(first.toSorted());
    expect(stack.ledger.liveKeys()).toHaveLength(first.length);
    await stack.destroy();
  });
});

describe("examples/automation-api", () => {
  test("mints, rotates, retires, and says each time how much it did", async () => {
    const emulator = await createEmulator();
    const engine = await ensureEngine();
    const backend = scratchBackend();
    mkdirSync(projectFile("dist", "scratch"), { recursive: true });
    const cwd = mkdtempSync(projectFile("dist", "scratch", "rotator-"));
    async function run(days: number): Promise<string> {
      emulator.clock.set(Date.now() + days * dayMs);
      const script = projectFile("dist", "examples", "automation-api", "rotate.js");
      const vendors = { ...shortenedWaits, ...emulator.environment() };
      const env = { ...process.env, ...engine.env, ...backend.env, ...vendors, ...movedClock(days * dayMs) };
      const child = spawn(process.execPath, [script], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
      expect(await once(child, "close")).toEqual([0, null]);
      return printed.trim().split("\n").at(-1) ?? "";
    }
    try {
      // The stack itself counts as created.
      expect(await run(0)).toBe("resources created: 2, updated or replaced: 0");
      expect(await run(1)).toBe("resources created: 0, updated or replaced: 0");
      expect(await run(30)).toBe("resources created: 0, updated or replaced: 1");
      expect(emulator.ledger.liveKeys()).toHaveLength(2);
      expect(await run(33)).toBe("resources created: 0, updated or replaced: 1");
      expect(emulator.ledger.liveKeys()).toHaveLength(1);
    } finally {
      await emulator.close();
      await backend.dispose();
      rmSync(cwd, { recursive: true, force: true });
    }
  });
});

describe("the files that schedulers read", () => {
  const text = (...path: string[]) => readFileSync(projectFile("examples", ...path), "utf8");

  test("the workflow has GitHub's form, waits for its turn and is never cancelled", () => {
    const workflow = text("github-actions", ".github", "workflows", "rotate.yml");
    expect(validateWorkflow(workflow).errors).toEqual([]);
    expect(validateWorkflow(workflow.replace("runs-on", "runs-in")).errors).not.toEqual([]);
    expect(parse(workflow).concurrency).toEqual({ group: "keys-prod", "cancel-in-progress": false });
  });

  // The operator's own schema cannot be had from a registry here: the fields are those that its documentation names.
  const secretRef = z.strictObject({
    type: z.literal("Secret"),
    secret: z.strictObject({ name: z.string(), key: z.string() }),
  });
  const literalRef = z.strictObject({ type: z.literal("Literal"), literal: z.strictObject({ value: z.string() }) });
  const stackObject = z.strictObject({
    apiVersion: z.literal("pulumi.com/v1"),
    kind: z.literal("Stack"),
    metadata: z.strictObject({ name: z.string(), namespace: z.string() }),
    spec: z.strictObject({
      serviceAccountName: z.string(),
      stack: z.string(),
      projectRepo: z.url(),
      repoDir: z.string(),
      branch: z.string(),
      continueResyncOnCommitMatch: z.literal(true),
      resyncFrequencySeconds: z.literal(86_400),
      refresh: z.literal(true),
      destroyOnFinalize: z.boolean(),
      envRefs: z.record(z.string(), z.union([secretRef, literalRef])),
    }),
  });

  test("the Stack object has the operator's fields, and resyncs each day without a commit", () => {
    const { spec } = stackObject.parse(parse(text("kubernetes-operator", "stack.yaml")));
    // No token stands in it.
    for (const [name, { type }] of Object.entries(spec.envRefs)) expect(/TOKEN|KEY/.test(name)).toBe(type === "Secret");
  });

  test.each(["github-actions", "kubernetes-operator", "automation-api"])(
    "%s depends on this package's version",
    (name) => {
      const { version } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
      const { dependencies } = JSON.parse(text(name, "package.json"));
      expect(dependencies["pulumi-apikeys"]).toBe(`^${version}`);
      if (name !== "automation-api") {
        expect(parse(text(name, "Pulumi.yaml"))).toMatchObject({ name: "keys", runtime: "nodejs" });
      }
    },
  );
});
