// A throw-away Pulumi home and state folder for a test or the demo. Must never touch the user's own stacks, log-in or plugins, and the
// passphrase here must never guard a real stack.
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface ScratchBackend {
  /** Where the state files lie: `<stateFolder>/.pulumi/stacks/<project>/<stack>.json`. */
  readonly stateFolder: string;
  /** To be laid over a child's environment, after the engine's. */
  readonly env: Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

export function scratchBackend(): ScratchBackend {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-apikeys-"));
  const stateFolder = join(folder, "state");
  mkdirSync(stateFolder);
  return {
    stateFolder,
    env: {
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: pathToFileURL(stateFolder).href,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase for tests only",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // A missing plugin is a mistake in the test, and must never be fetched.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
