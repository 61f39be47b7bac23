// The rules of this repository that no ready-made tool knows. A failure must say how to mend it.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findVendors } from "./generate/vendors";
import { missingEntries, readLockfile } from "./lockfile";
import { projectFile, projectRoot } from "./project";
import { namesByHand } from "./vendor-names";

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

/** A new vendor is its folders: no other code branches for one or lists them. */
export function vendorsByFoldersAlone(): void {
  const vendors = new Set(findVendors());
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: projectRoot });
  const code = listed
    .toString()
    .split("\n")
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && existsSync(projectFile(file)));
  const faults = code.flatMap((file) => namesByHand(file, readFileSync(projectFile(file), "utf8"), vendors));
  if (faults.length === 0) return;
  throw new Error(
    `${faults.join("\n")}\nA new vendor would be taken for another one there, or left out. Go through \`vendorNames\` and \`kits\`, choose by what ` +
      "the definition says, or move the code into the vendor's folder.",
  );
}
