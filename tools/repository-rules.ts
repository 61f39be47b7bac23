// The rules of this repository that no ready-made tool knows. A failure must say how to mend it.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findVendors } from "./generate/vendors";
import { projectFile, projectRoot } from "./project";
import { namesByHand } from "./vendor-names";

/** package-lock.json works with any registry, and names each package by the hash of its content. */
export function lockedForAll(): void {
  const { packages } = JSON.parse(readFileSync(projectFile("package-lock.json"), "utf8")) as {
    packages: Record<string, { integrity?: string; resolved?: string }>;
  };
  for (const [path, { integrity, resolved }] of Object.entries(packages)) {
    if (path === "" || (integrity && !resolved)) continue;
    throw new Error(
      `package-lock.json ${resolved ? "names a registry's address" : "has no hash"} for ${path}. ` +
        "Remove that entry, run `npm install --package-lock-only`, and commit the result.",
    );
  }
}

/** A new vendor needs nothing but its folders: no other code branches for a vendor or lists vendors. */
export function vendorsByFoldersAlone(): void {
  const vendors = new Set(findVendors());
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: projectRoot });
  const code = listed
    .toString()
    .split("\n")
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && existsSync(projectFile(file)));
  const problems = code.flatMap((file) => namesByHand(file, readFileSync(projectFile(file), "utf8"), vendors));
  if (problems.length === 0) return;
  throw new Error(
    `${problems.join("\n")}\nA new vendor would be taken for another one there, or left out. Go through \`vendorNames\` and \`kits\`, choose by what ` +
      "the definition says, or move the code into the vendor's folder.",
  );
}
