// A lock between processes, kept as one file; used by the bootstrap (so: plain JavaScript, Node >= 18, nothing installed) and by the engine.
// A killed holder must never leave it stuck, and two must never hold it at once.
"use strict";
const { randomUUID } = require("node:crypto");
const { link, mkdir, readFile, rm, stat, utimes, writeFile } = require("node:fs/promises");
const { hostname } = require("node:os");
const { dirname } = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");

/** Runs `body` while holding the lock file at `path`; waits for another holder as long as that one lives. */
async function withLock(path, body, { onWait, staleAfterMs = 30_000, pollMs = 200 } = {}) {
  await mkdir(dirname(path), { recursive: true });
  const token = randomUUID();
  const ticket = `${path}.${token}`;
  await writeFile(ticket, JSON.stringify({ token, pid: process.pid, host: hostname() }));
  try {
    await acquire(path, ticket, { onWait, staleAfterMs, pollMs });
    const heartbeat = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), staleAfterMs / 10);
    try {
      return await body();
    } finally {
      clearInterval(heartbeat);
      // Not ours any more if we were stopped for so long that somebody took it over.
      if ((await holderOf(path))?.token === token) await rm(path, { force: true });
    }
  } finally {
    await rm(ticket, { force: true });
  }
}

async function acquire(path, ticket, { onWait, staleAfterMs, pollMs }) {
  let told = false;
  let seen = { token: "", mtimeMs: 0, at: 0 };
  // link() is atomic, and unlike creating the file it never shows others an empty one.
  while (!(await created(ticket, path))) {
    const holder = await holderOf(path);
    if (!holder) continue;
    if (holder.token !== seen.token || holder.mtimeMs !== seen.mtimeMs) {
      seen = { token: holder.token, mtimeMs: holder.mtimeMs, at: performance.now() };
    }
    // Silence is measured by our own watching, not by the file's age: clocks differ, and a laptop that slept is not dead.
    if (isDead(holder) || performance.now() - seen.at > staleAfterMs) {
      await evict(path, ticket, holder.token);
      continue;
    }
    if (!told) onWait?.(holder.pid);
    told = true;
    await sleep(pollMs);
  }
}

/** Removes a dead holder's lock. Under a guard, because between judging and removing another waiter may have removed it and taken the lock. */
async function evict(path, ticket, deadToken) {
  const guard = `${path}.evict`;
  if (!(await created(ticket, guard))) {
    const evictor = await holderOf(guard);
    if (evictor && isDead(evictor)) await rm(guard, { force: true });
    await sleep(20);
    return;
  }
  try {
    if ((await holderOf(path))?.token === deadToken) {
      await rm(path, { force: true });
      await rm(`${path}.${deadToken}`, { force: true });
    }
  } finally {
    await rm(guard, { force: true });
  }
}

async function created(from, to) {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

async function holderOf(path) {
  try {
    const { mtimeMs } = await stat(path);
    return { mtimeMs, ...JSON.parse(await readFile(path, "utf8")) };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new Error(`${path} is not a lock of ours (${error.message}). Remove it and run the command again.`);
  }
}

function isDead({ pid, host }) {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

module.exports = { withLock };
