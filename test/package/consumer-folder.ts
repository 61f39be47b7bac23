// Folders like those of the package's users: written, installed from the tarball with the real npm, and removed. The SDK has the
// repository's version, so that a new release of Pulumi cannot change the tests.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { folderElsewhere, npm, pack } from "./packed";

export interface Consumer {
  readonly folder: string;
  readonly tarball: string;
  /** Writes files. The keys are their paths in the folder. */
  write(files: Readonly<Record<string, string>>): void;
  /** Runs npm in the folder with the arguments that a user types, such as `install`. */
  npm(...args: string[]): Promise<string>;
  /** Removes the folder. */
  remove(): void;
}

/** The dependencies of a program that uses the package. */
export function dependencies(tarball: string): Record<string, string> {
  return { "@pulumi/pulumi": sdkVersion, "pulumi-apikeys": `file:${tarball}` };
}

/** Makes a folder whose package.json depends on the tarball, and installs it. */
export async function installedConsumer(
  manifest: object = {},
  files: (tarball: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<Consumer> {
  const folder = folderElsewhere();
  try {
    const consumer = consumerIn(folder, await pack(folder));
    const { tarball } = consumer;
    consumer.write({ "package.json": json({ private: true, dependencies: dependencies(tarball), ...manifest }) });
    consumer.write(files(tarball));
    await consumer.npm("install");
    return consumer;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function consumerIn(folder: string, tarball: string): Consumer {
  return {
    folder,
    tarball,
    write(all) {
      for (const [path, text] of Object.entries(all)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    },
    npm: (...args) => npm(folder, [...args, "--prefer-offline", "--no-audit", "--no-fund"]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
