// The user-level folder in which engines are prepared once for all clones. A folder in it that bears an engine's name is always complete: it is made
// beside and renamed. Must never be written to without the lock.
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { withLock } from "../lock";
import { say } from "../project";

/** Names another folder for the prepared engines. */
const cacheVariable = "PULUMI_APIKEYS_ENGINE_CACHE";

const unfinished = "unfinished-";

function cacheFolder(): string {
  return (
    process.env[cacheVariable] ||
    join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-apikeys", "engine")
  );
}

export function prepared(name: string): string {
  return join(cacheFolder(), name);
}

export async function withCacheLock<T>(body: () => Promise<T>): Promise<T> {
  return withLock(join(cacheFolder(), "lock"), body, {
    onWait: (pid) => say(`waiting for process ${pid}, which is preparing the Pulumi engine`),
  });
}

/** Under the lock: lets `make` fill a folder and gives it its name only when all of it is there. */
export async function prepare(name: string, make: (folder: string) => Promise<void>): Promise<void> {
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  // We hold the lock, so what others left unfinished belongs to the dead.
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
