/** The file that `--policy-pack-config` names. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";

/** Writes settings for the next run; answers where they are. For the tests of one file. */
export function settingsFile(): (settings: object) => string {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-apikeys-policies-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (settings) => {
    const path = join(folder, "policies.json");
    writeFileSync(path, JSON.stringify(settings));
    return path;
  };
}
