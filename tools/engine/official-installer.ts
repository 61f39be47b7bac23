// A process of its own: `node official-installer.js <folder>` installs the official CLI of the SDK's version into a folder. If it
// cannot, its last line says why. It must give up within seconds where the download host cannot be reached.
import { PulumiCommand } from "@pulumi/pulumi/automation";

const probeLimitMs = 10_000;

async function main(): Promise<void> {
  const root = process.argv[2];
  if (!root) throw new Error("usage: node official-installer.js <folder>");
  await fetch("https://get.pulumi.com", { method: "HEAD", signal: AbortSignal.timeout(probeLimitMs) });
  await PulumiCommand.install({ root });
}

main().catch((error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  console.error(`${error instanceof Error ? error.message : error}${cause}`.replaceAll("\n", " "));
  process.exitCode = 1;
});
