// The user-level folder in which engines are prepared once for all clones. A folder in it that bears an engine's name is always
// complete: it is filled under another name, then renamed. It must never be written to without the lock.
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../project";

/** Names another folder for the prepared engines. */
const cacheVariable = "PULUMI_APIKEYS_ENGINE_CACHE";

const unfinished = "unfinished-";
const sqliteBusy = 5;

function cacheFolder(): string {
  return (
    process.env[cacheVariable] ||
    join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-apikeys", "engine")
  );
}

export function prepared(name: string): string {
  return join(cacheFolder(), name);
}

/** One process at a time. The lock is the kernel's, taken through SQLite: it ends with its process, however that ends. */
export async function withCacheLock<T>(body: () => Promise<T>): Promise<T> {
  await mkdir(cacheFolder(), { recursive: true });
  const lock = new DatabaseSync(join(cacheFolder(), "lock.sqlite"), { timeout: 0 });
  try {
    if (!takes(lock)) {
      say("waiting for another process, which is preparing the Pulumi engine");
      while (!takes(lock)) await sleep(200);
    }
    return await body();
  } finally {
    lock.close();
  }
}

function takes(lock: DatabaseSync): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return false;
    throw error;
  }
}

/** To be called under the lock: lets `make` fill a folder, and gives it its name only when it is complete. */
export async function prepare(name: string, make: (folder: string) => Promise<void>): Promise<void> {
  const cache = cacheFolder();
  // We hold the lock, so an unfinished folder belongs to a process that has died.
  for (const entry of await readdir(cache)) {
    if (entry.startsWith(unfinished)) await rm(join(cache, entry), { recursive: true, force: true });
  }
  const folder = await mkdtemp(join(cache, unfinished));
  try {
    await make(folder);
    await rm(join(cache, name), { recursive: true, force: true });
    await rename(folder, join(cache, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
