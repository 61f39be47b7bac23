// What every npm script calls: `node tools/run.mjs <name> [args]` makes a fresh clone ready, builds, and runs dist/tools/<name>.js or a
// command of node_modules/.bin, on the project's own Node. Runs on any Node >= 18 with nothing installed, so it must import nothing but
// Node and its neighbours. It must never write to stdout (that belongs to the command) and never leave a half-made node_modules in use.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const bin = join(modules, ".bin");
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
  if (!installMatchesLock()) await install();
  if (isTool) await build(name);
  const command = join(bin, name);
  if (!isTool && !existsSync(command)) {
    throw new Error(`there is neither tools/${name}.ts nor a command ${name} in node_modules/.bin`);
  }
  const child = isTool
    ? spawn(nodePath(), [join(root, "dist", "tools", `${name}.js`), ...args], { env, stdio: "inherit" })
    : spawn(command, args, { env, stdio: "inherit" });
  endLike(await forwardSignals(child));
}

/** Installs into another folder, and renames it into place when it is complete: two runs may install at once, and each may be killed. */
async function install() {
  const started = Date.now();
  say("installing the dependencies (npm ci)…");
  const folder = temporaryFolder();
  // Without the scripts, which need the sources.
  const { scripts, ...manifest } = readJson("package.json");
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  for (const file of ["package-lock.json", ".npmrc"]) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(folder, file));
  }
  const { code, output } = await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, env: process.env });
  if (code !== 0) {
    process.stderr.write(output);
    throw new Error(
      "npm ci failed, for the reason above. Mend that (network, registry, permissions) and run this again.",
    );
  }
  // Unless another run was faster.
  if (!installMatchesLock()) {
    if (existsSync(modules)) renameSync(modules, join(folder, "replaced"));
    renameSync(join(folder, "node_modules"), modules);
  }
  rmSync(folder, { recursive: true });
  say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** A folder that goes with this process at the latest. What a killed process has left, the next install removes. */
function temporaryFolder() {
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  for (const entry of readdirSync(dist)) {
    const [, pid] = /^install-(\d+)-/.exec(entry) ?? [];
    if (pid && !isAlive(Number(pid))) rmSync(join(dist, entry), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(dist, `install-${process.pid}-`));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

async function build(name) {
  const { code, output } = await run(nodePath(), [join(root, "tools", "build.mjs"), "--build"], { cwd: root, env });
  if (code === 0) return;
  process.stderr.write(output);
  if (!runsDespiteTypeErrors.has(name)) throw new Error("the build failed: mend the errors above and run this again.");
  say("the sources have type errors (above); going on with what was built");
}

/** Each package of package-lock.json stands in npm's own record of what it installed; those for other platforms may be absent. */
function installMatchesLock() {
  const record = join("node_modules", ".package-lock.json");
  if (!existsSync(join(root, record))) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson("package-lock.json").packages).every(([path, entry]) => {
    if (path === "" || entry.link) return true;
    const found = installed[path];
    if (!found) return Boolean(entry.optional || entry.devOptional);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** The Node that the package `node` brought. Where that is not there: the machine's own, if it is new enough. */
function nodePath() {
  const own = join(bin, "node");
  if (existsSync(own)) return own;
  const wanted = readJson("package.json").engines.node.replace(/[^0-9.]/g, "");
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
