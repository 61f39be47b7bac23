// policy/package.json: what makes the folder a policy pack to Pulumi, which takes the version from it. It must name no dependency: the
// pack uses those of the project that it judges, so that there is one copy of the SDK.
import { readFileSync } from "node:fs";
import { projectFile } from "../project";

export function policyManifest() {
  const { name, version }: { name: string; version: string } = JSON.parse(
    readFileSync(projectFile("package.json"), "utf8"),
  );
  // Without `types` the older module resolution of TypeScript takes this folder for `pulumi-apikeys/policy` and finds the pack's start.
  const types = "../dist/policy/index.d.ts";
  return { name: `${name}-policy`, version, private: true, main: "../dist/policy/start.js", types };
}
