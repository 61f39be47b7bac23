// `npm run package`: the native plugin as one file with Node inside, and the archive of it that `pulumi plugin install` expects, for the platform that this runs on.
// The archive must hold nothing but that file.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { runChild } from "./child";
import { projectFile } from "./project";
import { runTool } from "./tool";

const folder = projectFile("dist", "package");
const name = "pulumi-resource-apikeys";
const isWindows = platform() === "win32";
const executable = join(folder, isWindows ? `${name}.exe` : name);

runTool(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bundle();
  await makeExecutable();
  console.log(await archive());
  return 0;
});

/** Everything that the plugin needs in one script, with the names of its functions, which an error's stack shows. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: [projectFile("dist", "provider", "plugin", "main.js")],
    outfile: join(folder, "plugin.cjs"),
    bundle: true,
    platform: "node",
    target: "node24",
    minifyWhitespace: true,
    logLevel: "warning",
  });
}

/** Node's own single-executable form: a copy of Node with the script in a section of its own. */
async function makeExecutable(): Promise<void> {
  const blob = join(folder, "plugin.blob");
  const config = join(folder, "sea.json");
  const main = join(folder, "plugin.cjs");
  writeFileSync(
    config,
    JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true }),
  );
  await run(process.execPath, "--experimental-sea-config", config);
  copyFileSync(process.execPath, executable);
  const inSection = platform() === "darwin" ? ["--macho-segment-name", "NODE_SEA"] : [];
  const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
  const postject = projectFile("node_modules", ".bin", "postject");
  // macOS runs signed files alone, and Node's own signature no longer holds.
  if (platform() === "darwin") await run("codesign", "--remove-signature", executable);
  await run(process.execPath, postject, executable, "NODE_SEA_BLOB", blob, "--sentinel-fuse", fuse, ...inSection);
  if (platform() === "darwin") await run("codesign", "--sign", "-", executable);
}

/** As `pulumi plugin install` asks a release for it: `pulumi-resource-apikeys-v0.1.0-linux-amd64.tar.gz`. */
async function archive(): Promise<string> {
  const { version } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
  const processor = arch() === "x64" ? "amd64" : arch();
  const file = join(folder, `${name}-v${version}-${isWindows ? "windows" : platform()}-${processor}.tar.gz`);
  await run("tar", "--create", "--gzip", "--file", file, "--directory", folder, basename(executable));
  return file;
}

async function run(command: string, ...args: string[]): Promise<void> {
  const { code, output } = await runChild(command, args, { cwd: folder, timeLimitMs: 120_000 });
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`);
}
