// The CLI built from its Go module, for machines that reach a Go module proxy but no download host. The pins stand in go.mod and go.sum
// beside this file. Must never leave a binary without its version (the Automation API refuses it) or without the helpers that the
// official CLI ships.
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runChild } from "../child";
import { projectFile, timed } from "../project";
import { prepare, prepared } from "./cache";
import { findIn, pathFolders } from "./engine";

const moduleFolder = projectFile("tools", "engine");
const moduleFile = readFileSync(join(moduleFolder, "go.mod"), "utf8");
const version = /github\.com\/pulumi\/pulumi\/sdk\/v3 (v\S+)/.exec(moduleFile)?.[1];

// Takes the node and the @pulumi/pulumi of the folder it is run in, as the official one does.
const policyAnalyzer = `#!/bin/sh
script=$(node -e "console.log(require.resolve('@pulumi/pulumi/cmd/run-policy-pack'))") || exit 1
exec node "$script" "$@"
`;
const dynamicProvider = require.resolve("@pulumi/pulumi/pulumi-resource-pulumi-nodejs");

/**
 * The drivers of cloud backends, which no test and no demo runs. The build takes half the time when the compiler does not optimize
 * them.
 */
const clouds = ["github.com/aws", "github.com/Azure", "github.com/googleapis", "cloud.google.com", "google.golang.org"];
const flags = [
  "-gcflags=all=-dwarf=false",
  ...clouds.map((host) => `-gcflags=${host}/...=-dwarf=false -N -l`),
  `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
];

/** Everything that goes into the folder is in its name, so a changed pin is another engine and old clones keep theirs. */
const digest = createHash("sha256")
  .update(moduleFile)
  .update(readFileSync(join(moduleFolder, "go.sum")))
  .update(flags.join())
  .update(policyAnalyzer)
  .update(readFileSync(dynamicProvider))
  .digest("hex")
  .slice(0, 12);
const name = `${version}-built-${process.platform}-${process.arch}-${digest}`;

export const builtBinDir = join(prepared(name), "bin");

/** Builds the engine. Where it cannot be built, returns why not. */
export async function buildEngine(): Promise<string | undefined> {
  if (!(await findIn(pathFolders(), "go"))) return "there is no `go` on PATH";
  await timed(
    "building the Pulumi engine from its Go module (once, about 5 minutes on 2 cores)",
    "built the Pulumi engine",
    () =>
      prepare(name, async (folder) => {
        const bin = join(folder, "bin");
        await mkdir(bin);
        const { code, output } = await runChild("go", ["build", ...flags, "-o", bin, "tool"], { cwd: moduleFolder });
        if (code !== 0)
          throw new Error(
            `\`go build\` of the Pulumi engine in tools/engine failed with ${code}:\n${lastLines(output, 15)}`,
          );
        copyFileSync(dynamicProvider, join(bin, "pulumi-resource-pulumi-nodejs"));
        await writeFile(join(bin, "pulumi-analyzer-policy-nodejs"), policyAnalyzer);
        for (const helper of ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy-nodejs"])
          await chmod(join(bin, helper), 0o755);
      }),
  );
  return undefined;
}

function lastLines(text: string, count: number): string {
  return text.trim().split("\n").slice(-count).join("\n");
}
