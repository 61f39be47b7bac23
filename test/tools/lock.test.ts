/** A lock between processes: one holds it at a time, and what a killed one held is taken over. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { withLock } from "../../tools/lock";
import { projectFile } from "../../tools/project";
import { cleanUp, start, temporaryFolder } from "./processes";

afterEach(cleanUp);

const lockModule = JSON.stringify(projectFile("tools", "lock.cjs"));

/** A process that holds the lock until its stdin ends. */
function holder(path: string) {
  const program = `require(${lockModule}).withLock(${JSON.stringify(path)}, async () => {
    console.log("holding");
    for await (const _ of process.stdin);
    console.log("letting go");
  })`;
  return start(process.execPath, ["-e", program]);
}

test("only one process holds the lock at a time", async () => {
  const folder = temporaryFolder();
  const log = join(folder, "log");
  const program = `
    const { appendFileSync } = require("node:fs");
    require(${lockModule}).withLock(${JSON.stringify(join(folder, "lock"))}, async () => {
      appendFileSync(${JSON.stringify(log)}, "in\\n");
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(log)}, "out\\n");
    }, { pollMs: 5 })`;
  const all = await Promise.all(Array.from({ length: 6 }, () => start(process.execPath, ["-e", program]).ended));

  expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(readFileSync(log, "utf8")).toBe("in\nout\n".repeat(6));
  expect(readdirSync(folder)).toEqual(["log"]);
});

test("the lock of a killed process is taken over at once", async () => {
  const path = join(temporaryFolder(), "lock");
  const killed = holder(path);
  await killed.printed("holding");
  killed.child.kill("SIGKILL");
  await killed.ended;
  expect(existsSync(path)).toBe(true);

  await expect(withLock(path, async () => "mine", { staleAfterMs: 600_000 })).resolves.toBe("mine");
  expect(existsSync(path)).toBe(false);
});

test("several waiters take over the lock of a killed process one after the other", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "lock");
  const killed = holder(path);
  await killed.printed("holding");
  killed.child.kill("SIGKILL");
  await killed.ended;

  const log = join(folder, "log");
  const program = `
    const { appendFileSync } = require("node:fs");
    require(${lockModule}).withLock(${JSON.stringify(path)}, async () => {
      appendFileSync(${JSON.stringify(log)}, "in\\n");
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(log)}, "out\\n");
    }, { pollMs: 5 })`;
  await Promise.all(Array.from({ length: 6 }, () => start(process.execPath, ["-e", program]).ended));
  expect(readFileSync(log, "utf8")).toBe("in\nout\n".repeat(6));
});

test("a holder that lives is waited for, however long it takes", async () => {
  const path = join(temporaryFolder(), "lock");
  const living = holder(path);
  await living.printed("holding");
  const order: string[] = [];
  let toldToWait: (pid: number) => void = () => {};
  const told = new Promise<number>((resolve) => {
    toldToWait = resolve;
  });
  const waiting = withLock(path, async () => order.push("mine"), { onWait: toldToWait });
  expect(await told).toBe(living.child.pid);
  order.push("theirs");
  living.child.stdin?.end();
  await waiting;
  expect(order).toEqual(["theirs", "mine"]);
});

test("a holder on another machine counts as dead once it shows no sign of life", async () => {
  const path = join(temporaryFolder(), "lock");
  writeFileSync(path, JSON.stringify({ token: "theirs", pid: process.pid, host: "another machine" }));
  await expect(withLock(path, async () => "mine", { staleAfterMs: 200, pollMs: 20 })).resolves.toBe("mine");
});

test("what the body throws comes through, and the lock is let go", async () => {
  const path = join(temporaryFolder(), "lock");
  const failing = withLock(path, async () => {
    throw new Error("from the body");
  });
  await expect(failing).rejects.toThrow("from the body");
  expect(existsSync(path)).toBe(false);
});

test("a file that is no lock is never removed", async () => {
  const path = join(temporaryFolder(), "lock");
  appendFileSync(path, "somebody's notes");
  await expect(withLock(path, async () => "mine")).rejects.toThrow("is not a lock of ours");
  expect(readFileSync(path, "utf8")).toBe("somebody's notes");
});
