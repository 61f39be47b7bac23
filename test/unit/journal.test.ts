/** Facts that the processes of one run tell each other: only those of this run count, and only whole lines. */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";

let temporary: string;
beforeEach(() => {
  jest.resetModules();
  temporary = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(temporary, { recursive: true }));

/** A process of its own for each test: the journal is the process's. */
const journal = (): typeof import("../../provider/core/run/journal") => require("../../provider/core/run/journal");
const only = (folder: string) => join(folder, readdirSync(folder)[0] ?? "");
const folderOfRun = () => only(only(temporary));
const line = (key: string) => `${JSON.stringify({ kind: "seen", fact: { key } })}\n`;

function joined() {
  const { joinRun, readOthers, shared } = journal();
  const seen: string[] = [];
  const note = shared("seen", ({ key }: { key: string }) => seen.push(key));
  joinRun("127.0.0.1:1", temporary);
  return { seen, note, readOthers };
}

test("facts of another process count once each, before an own fact", () => {
  const { seen, note, readOthers } = joined();
  const other = join(folderOfRun(), String(process.ppid));
  appendFileSync(other, line("a") + line("ü"));
  note({ key: "own" });
  readOthers();
  expect(seen).toEqual(["a", "ü", "own"]);
  appendFileSync(other, line("b"));
  readOthers();
  expect(seen).toEqual(["a", "ü", "own", "b"]);
});

test("a line counts once it is whole", () => {
  const { seen, readOthers } = joined();
  const other = join(folderOfRun(), String(process.ppid));
  const text = Buffer.from(line("ü"));
  const middle = text.indexOf(0xbc);
  appendFileSync(other, text.subarray(0, middle));
  readOthers();
  expect(seen).toEqual([]);
  appendFileSync(other, text.subarray(middle));
  readOthers();
  expect(seen).toEqual(["ü"]);
});

test("facts of a process that has ended do not count: they are an earlier run's", () => {
  const { seen, readOthers } = joined();
  const { pid } = spawnSync(process.execPath, ["--version"]);
  appendFileSync(join(folderOfRun(), String(pid)), line("stale"));
  readOthers();
  expect(seen).toEqual([]);
});

test("a fact counts in its own process although the folder is gone, and a line says so", () => {
  const { seen, note } = joined();
  const line = jest.spyOn(console, "log").mockImplementation(() => {});
  rmSync(folderOfRun(), { recursive: true });
  note({ key: "own" });
  expect(seen).toEqual(["own"]);
  expect(line.mock.calls.join()).toMatch(
    /the other providers of this run may not know what this one holds \(ENOENT in /,
  );
  line.mockRestore();
});

test("a process that joins no run keeps its facts to itself", () => {
  const seen: string[] = [];
  journal().shared("seen", ({ key }: { key: string }) => seen.push(key))({ key: "own" });
  expect(seen).toEqual(["own"]);
  expect(readdirSync(temporary)).toEqual([]);
});

test("a process whose clock is ahead removes no other run's folder, and an old folder is removed", () => {
  joined();
  const underWay = folderOfRun();
  const old = join(underWay, "..", "old");
  mkdirSync(old);
  utimesSync(old, 0, 0);
  jest.spyOn(Date, "now").mockReturnValue(Date.now() + 30 * 86_400_000);
  jest.resetModules();
  journal().joinRun("127.0.0.1:2", temporary);
  jest.restoreAllMocks();
  expect(existsSync(underWay)).toBe(true);
  expect(existsSync(old)).toBe(false);
});

test("a folder in which others can write is refused", () => {
  const base = join(temporary, `pulumi-apikeys-${process.getuid?.()}`);
  mkdirSync(base);
  chmodSync(base, 0o777);
  expect(() => journal().joinRun("127.0.0.1:1", temporary)).toThrow(
    /cannot tell each other which keys they hold: .* others can write there\. Nothing was sent\. Set `TMPDIR`/,
  );
});
