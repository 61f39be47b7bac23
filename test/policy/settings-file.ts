/** The file that `--policy-pack-config` names. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";

/** Returns a function that writes settings for the next run and returns the file's path. To be called once in a test file. */
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
