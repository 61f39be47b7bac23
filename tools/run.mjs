// What every npm script calls: `node tools/run.mjs <name> [args]` makes a fresh clone ready, builds, and runs dist/tools/<name>.js or a command of
// node_modules/.bin, on the project's own Node. Runs on any Node >= 18 with nothing installed, so it must import nothing but Node and its
// neighbours. It must never write to stdout (that belongs to the command) and never leave a half-made node_modules in use.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.cjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
// Tests do not wait for types to be right, and the check reports them itself.
const runsDespiteTypeErrors = new Set(["test", "check", "generate", "new-vendor"]);

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function main([name, ...args]) {
  if (!name) throw new Error("usage: node tools/run.mjs <name> [args]");
  const isTool = existsSync(join(root, "tools", `${name}.ts`));
  // Under one lock, so that two runs in one clone do not install or build over each other.
  const onWait = (pid) => say(`waiting for process ${pid}, which is setting up this clone`);
  await withLock(
    join(root, "dist", ".setup.lock"),
    async () => {
      if (!installMatchesLock()) await install();
      if (isTool) await build(name);
    },
    { onWait },
  );
  const command = join(bin, name);
  if (!isTool && !existsSync(command)) {
    throw new Error(`there is neither tools/${name}.ts nor a command ${name} in node_modules/.bin`);
  }
  const child = isTool
    ? spawn(nodePath(), [join(root, "dist", "tools", `${name}.js`), ...args], { env, stdio: "inherit" })
    : spawn(command, args, { env, stdio: "inherit" });
  endLike(await forwardSignals(child));
}

async function install() {
  const started = Date.now();
  say("installing the dependencies (npm ci)…");
  const { code, output } = await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, env: process.env });
  if (code !== 0) {
    process.stderr.write(output);
    throw new Error(
      "npm ci failed, for the reason above. Mend that (network, registry, permissions) and run this again.",
    );
  }
  say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function build(name) {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { code, output } = await run(nodePath(), [tsc, "--build"], { cwd: root, env });
  if (code === 0) return;
  process.stderr.write(output);
  if (!runsDespiteTypeErrors.has(name)) throw new Error("the build failed: mend the errors above and run this again.");
  say("the sources have type errors (above); going on with what was built");
}

/** Each package of package-lock.json stands in npm's own record of what it installed; those for other platforms may be absent. */
function installMatchesLock() {
  const wanted = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  if (!installed) return false;
  return Object.entries(wanted ?? {}).every(([path, entry]) => {
    if (path === "" || entry.link) return true;
    const found = installed[path];
    if (!found) return Boolean(entry.optional || entry.devOptional);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** The Node that the package `node` brought; the machine's, when that one is not there and the machine's is new enough. */
function nodePath() {
  const own = join(bin, "node");
  if (existsSync(own)) return own;
  const wanted = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node.replace(/[^0-9.]/g, "");
  if (isAtLeast(process.versions.node, wanted)) return process.execPath;
  throw new Error(
    `Node ${wanted} or newer is needed and this is ${process.versions.node}. The npm package \`node\` brings one, but its install script did not run ` +
      "(npm's ignore-scripts is set, or the script was not allowed). Either run `npm rebuild node --ignore-scripts=false`, or use a newer Node.",
  );
}

function isAtLeast(version, wanted) {
  const [a, b] = [version, wanted].map((text) => text.split(".").map(Number));
  return a[0] !== b[0] ? a[0] > b[0] : (a[1] ?? 0) >= (b[1] ?? 0);
}

/** Runs a command to its end and keeps what it prints, which matters only when it fails. */
async function run(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const { code, signal } = await forwardSignals(child);
  if (signal) endLike({ code, signal });
  return { code, output };
}

function forwardSignals(child) {
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    // A terminal's Ctrl-C reaches the child by itself; a second one would make Pulumi stop without cleaning up.
    const handler = () => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal));
    process.on(signal, handler);
    return [signal, handler];
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve({ code, signal });
    });
  });
}

function endLike({ code, signal }) {
  process.exit(code ?? 128 + constants.signals[signal]);
}

function say(text) {
  process.stderr.write(`pulumi-apikeys: ${text}\n`);
}
