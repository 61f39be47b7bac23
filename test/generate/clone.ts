// A copy of what the generator reads and writes, for tests to break. It must never be the clone that the tests run in.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../tools/project";
import { compiledOnce } from "../e2e/harness/compiled-once";
import { start } from "../tools/processes";

export class Clone {
  readonly root = mkdtempSync(join(tmpdir(), "pulumi-apikeys-generate-"));

  static of(root: string): Clone {
    const clone = new Clone();
    for (const path of [
      "provider",
      "dist/provider",
      "dist/tools",
      "package.json",
      "policy/package.json",
      "emulator/vendor-list.ts",
      "test/vendors/index.ts",
      "schema.json",
      "docs/reference",
    ])
      cpSync(join(root, path), clone.path(path), { recursive: true });
    symlinkSync(projectFile("node_modules"), clone.path("node_modules"));
    return clone;
  }

  path(file: string): string {
    return join(this.root, file);
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(this.path(file), text);
  }

  /** Fails when the text is not there, so that no test is green for nothing. */
  replace(file: string, text: string | RegExp, by: string): void {
    const before = this.read(file);
    const after = before.replace(text, by);
    if (after === before) throw new Error(`${file} does not hold ${text}`);
    this.write(file, after);
  }

  generate(...args: string[]): ReturnType<typeof start>["ended"] {
    // TypeScript takes longer to load than to do all that is asked of it here.
    const env = { ...process.env, ...compiledOnce };
    return start(process.execPath, [this.path("dist/tools/generate.js"), ...args], env).ended;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
