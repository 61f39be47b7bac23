// The rules of this repository that no ready-made tool knows. A failure must say how to mend it.
import { readFileSync } from "node:fs";
import { projectFile } from "./project";

/** package-lock.json works with any registry, and names each package by the hash of its content. */
export function lockedForAll(): void {
  const { packages } = JSON.parse(readFileSync(projectFile("package-lock.json"), "utf8")) as {
    packages: Record<string, { integrity?: string; resolved?: string }>;
  };
  for (const [place, { integrity, resolved }] of Object.entries(packages)) {
    if (place === "" || (integrity && !resolved)) continue;
    throw new Error(
      `package-lock.json ${resolved ? "names a registry's address" : "has no hash"} for ${place}. ` +
        "Remove that entry, run `npm install --package-lock-only`, and commit the result.",
    );
  }
}
