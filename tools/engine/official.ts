// The official CLI, installed by the Automation API's own installer. It must never hang where there is no way out to the internet. The
// installer takes no time limit, so it runs as a process that can be ended.
import { join } from "node:path";
import { version } from "@pulumi/pulumi/version";
import { runChild } from "../child";
import { projectFile, timed } from "../project";
import { prepare, prepared } from "./cache";

const timeLimitMs = 5 * 60_000;

/** The CLI of the same version as the SDK. */
const name = `${version}-official-${process.platform}-${process.arch}`;

export const officialBinDir = join(prepared(name), "bin");

/** Installs the CLI. Where it cannot be had, returns why not. */
export async function installOfficial(): Promise<string | undefined> {
  const installer = projectFile("dist", "tools", "engine", "official-installer.js");
  let failure: string | undefined;
  await timed(
    `looking for the official Pulumi CLI ${version} (about a minute where it can be downloaded)`,
    "looked",
    () =>
      prepare(name, async (folder) => {
        const { code, output } = await runChild(process.execPath, [installer, folder], {
          // Node's own fetch honours a proxy of the environment only when told so.
          env: { ...process.env, NODE_USE_ENV_PROXY: "1" },
          timeLimitMs,
        });
        if (code === 0) return;
        failure = output.trim().split("\n").at(-1) || `the installer ended with ${code}`;
        throw new NotInstalled();
      }).catch((error: unknown) => {
        if (!(error instanceof NotInstalled)) throw error;
      }),
  );
  return failure;
}

class NotInstalled extends Error {}
