/**
 * What one process of a run learns, told to the other processes of the same run.
 *
 * The engine starts a process for each provider of a program. Each process appends its facts to a file of its own, and reads the files of the
 * others. Without a common folder a fact stays in its process: dynamic resources all have the same one.
 *
 * A fact must never hold the value of a key or of a token. Facts of an earlier run must never count.
 */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { say } from "../values/say";
import { UserError } from "../values/user-error";

const appliers = new Map<string, (fact: never) => void>();
/** The common folder, with a file for each process, named after its id. */
let folder: string | undefined;
/** How many bytes of each other process's file are read. */
const readBytes = new Map<string, number>();
const ownFile = String(process.pid);

/** A kind of fact that the whole run knows. The returned function notes a fact. `apply` gets each fact once in each process. */
export function shared<Fact extends object>(kind: string, apply: (fact: Fact) => void): (fact: Fact) => void {
  appliers.set(kind, apply);
  return (fact) => {
    attempt(readOthers);
    apply(fact);
    attempt(() => folder && fs.appendFileSync(join(folder, ownFile), `${JSON.stringify({ kind, fact })}\n`));
  };
}

/** A fact may be about a key that was minted just now. That key's record must not get lost for the sake of a file. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    say(
      { name: "pulumi-apikeys" },
      `the other providers of this run may not know what this one holds (${code} in ${folder}). ` +
        "If resources of two providers hold the same key, remove none of them before a run without this line",
    );
  }
}

/** Applies the facts that other processes have noted since the last call. Whatever depends on facts calls it first. */
export function readOthers(): void {
  if (!folder) return;
  for (const file of fs.readdirSync(folder)) {
    if (file === ownFile) continue;
    // A process that ended before it was seen is of the preview, or of an earlier run.
    if (!readBytes.has(file) && !isAlive(Number(file))) continue;
    const from = readBytes.get(file) ?? 0;
    const bytes = bytesFrom(join(folder, file), from);
    // The other process may be writing its last line.
    const end = bytes.lastIndexOf("\n") + 1;
    readBytes.set(file, from + end);
    for (const line of bytes.toString("utf8", 0, end).split("\n").slice(0, -1)) {
      const { kind, fact } = JSON.parse(line) as { kind: string; fact: never };
      appliers.get(kind)?.(fact);
    }
  }
}

function bytesFrom(path: string, position: number): Buffer {
  const descriptor = fs.openSync(path, "r");
  try {
    const bytes = Buffer.alloc(Math.max(0, fs.fstatSync(descriptor).size - position));
    return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, position));
  } finally {
    fs.closeSync(descriptor);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * From now on this process shares its facts with the processes on this machine that join the run of the same name. The files stand below
 * `temporary`. Throws where no folder can be had.
 */
export function joinRun(name: string, temporary = tmpdir()): void {
  if (folder) return;
  const base = join(temporary, `pulumi-apikeys-${process.getuid?.() ?? "user"}`);
  try {
    fs.mkdirSync(base, { recursive: true, mode: 0o700 });
    requireOwn(base);
    const own = join(base, createHash("sha256").update(`${hostname()} ${name}`).digest("hex").slice(0, 16));
    fs.mkdirSync(own, { recursive: true });
    fs.writeFileSync(join(own, ownFile), "");
    removeOld(base, fs.statSync(join(own, ownFile)).mtimeMs);
    folder = own;
  } catch (error) {
    const reason = error instanceof UserError ? error.message : ((error as NodeJS.ErrnoException).code ?? "an error");
    throw new UserError(
      `the providers of this run cannot tell each other which keys they hold: ${base}: ${reason}. Nothing was sent. ` +
        "Set `TMPDIR` to a folder that this user alone can write to, then run again",
    );
  }
}

/** In a folder of somebody else, that person could make a key look held. */
function requireOwn(path: string): void {
  const found = fs.lstatSync(path);
  const isOwn = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
  if (!isOwn || !found.isDirectory()) throw new UserError("others can write there");
}

const weekMs = 7 * 86_400_000;

/**
 * The engine ends its plugins without notice, so a process cannot remove its own file. `nowMs` is the file system's own clock: by another
 * clock, folders of runs under way could seem old.
 */
function removeOld(base: string, nowMs: number): void {
  for (const name of fs.readdirSync(base)) {
    const path = join(base, name);
    const { mtimeMs } = fs.statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < nowMs - weekMs) fs.rmSync(path, { recursive: true, force: true });
  }
}
