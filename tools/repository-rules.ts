// The rules of this repository that no ready-made tool knows. A failure must say how to mend it.
import { missingEntries, readLockfile } from "./lockfile";

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
