// `npm run lockfile`: completes package-lock.json. A registry that serves only some platforms makes npm leave out the packages for the others, and then
// `npm ci` refuses the file, here and everywhere. Must never write a version that the packages themselves do not pin, nor a registry's address.
import { readFileSync, writeFileSync } from "node:fs";
import { projectFile, say } from "./project";
import { runTool } from "./tool";

interface Entry {
  version?: string;
  resolved?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, Entry>;
}

const path = projectFile("package-lock.json");
const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];

export function readLockfile(): Lockfile {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The optional packages that a locked package names and that are not locked, by their place in node_modules. */
export function missingEntries({ packages }: Lockfile): Record<string, Entry> {
  const missing: Record<string, Entry> = {};
  for (const [place, { optionalDependencies, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      if (placesFor(name, place).some((candidate) => candidate in packages)) continue;
      const { cpu, libc, os } = platformOf(name);
      // In npm's own order, so that npm leaves the file alone afterwards.
      const entry = { version, cpu, dev, libc, optional: true, os };
      missing[`node_modules/${name}`] = JSON.parse(JSON.stringify(entry));
    }
  }
  return missing;
}

/** Where Node looks for `name` from the package at `place`, innermost first. */
function placesFor(name: string, place: string): string[] {
  const inside = `${place ? `${place}/` : ""}node_modules/${name}`;
  if (place === "") return [inside];
  const outer = place.slice(0, Math.max(0, place.lastIndexOf("node_modules/") - 1));
  return [inside, ...placesFor(name, outer)];
}

/** Native packages say their platform in their name, such as `@swc/core-linux-arm-gnueabihf`. */
function platformOf(name: string) {
  const words = name.split(/[-/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith("musl")) ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  const orNone = (values: string[]) => (values.length > 0 ? values : undefined);
  return { os: orNone(os), cpu: orNone(cpu), libc: os.includes("linux") ? orNone(libc) : undefined };
}

function complete(): void {
  const lockfile = readLockfile();
  const missing = missingEntries(lockfile);
  for (const [place, entry] of Object.entries(missing)) {
    if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(entry.version ?? ""))
      throw new Error(`${place}: ${entry.version} is no exact version; lock it with npm`);
  }
  const packages = { ...lockfile.packages, ...missing };
  lockfile.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")));
  writeFileSync(path, `${JSON.stringify(lockfile, null, 2)}\n`);
  say(`package-lock.json: added ${Object.keys(missing).length} optional packages of other platforms`);
}

if (require.main === module) {
  runTool(async () => {
    complete();
    return 0;
  });
}
