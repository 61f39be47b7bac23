// `node tools/build.mjs --build`: tsc, one at a time for this clone. Two runs that start together must never read what the other has
// half written. The lock is the kernel's, taken through SQLite: it ends with this process, however that ends.
import { mkdirSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const waitLimitMs = 10 * 60_000;

mkdirSync(dist, { recursive: true });
const lock = new DatabaseSync(`${dist}.build-lock`, { timeout: waitLimitMs });
lock.exec("BEGIN EXCLUSIVE");
process.on("exit", () => lock.close());

await import("typescript/bin/tsc");
