// The rules of this repository that no ready-made tool knows. A failure must say how to mend it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { missingEntries, readLockfile } from "./lockfile";
import { projectFile } from "./project";

const longestFile = 300;

/** package-lock.json works with any registry and on any platform. */
export function lockedForAll(): void {
  const lockfile = readLockfile();
  const missing = Object.keys(missingEntries(lockfile));
  if (missing.length > 0) {
    throw new Error(
      `package-lock.json lacks optional packages of other platforms (${missing[0]} and ${missing.length - 1} more), so \`npm ci\` refuses it.\n` +
        "`npm run lockfile` adds them; commit the result.",
    );
  }
  const resolved = Object.values(lockfile.packages).filter((entry) => entry.resolved && !entry.link);
  if (resolved.length > 0) {
    throw new Error(
      `package-lock.json names a registry's address ${resolved.length} times; others install from another one.\n` +
        "`npm install --package-lock-only --omit-lockfile-registry-resolved` takes them out; commit the result.",
    );
  }
}

/** A file of the provider can be read in one go. */
export function fileLengths(): void {
  const tooLong = readdirSync(projectFile("provider"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file: join("provider", file), lines: countLines(projectFile("provider", file)) }))
    .filter(({ lines }) => lines > longestFile)
    .map(({ file, lines }) => `${file} has ${lines} lines`);
  if (tooLong.length > 0)
    throw new Error(`${tooLong.join("\n")}\nSplit by idea what is longer than ${longestFile} lines.`);
}

function countLines(path: string): number {
  return readFileSync(path, "utf8").split("\n").length - 1;
}
