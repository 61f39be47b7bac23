/** What stands in every secret that an emulator of a tool makes, and nowhere else: what the tool prints is searched for it. */
import { randomBytes } from "node:crypto";
import { canaryVariable } from "../emulator/secret-source";
import { leaksIn } from "../test/e2e/harness/leaks";

/** In the environment, so that the emulators of this process and of its children bear it. */
export function setCanary(): string {
  const canary = `canary${randomBytes(12).toString("hex")}`;
  process.env[canaryVariable] = canary;
  return canary;
}

export function holdsSecret(line: string, canary: string): boolean {
  return leaksIn({ line }, [canary]).length > 0;
}

/** A text without the lines that hold a secret: also what is broken must not be told with one. */
export function withoutSecrets(text: string, canary: string): string {
  return text
    .split("\n")
    .map((line) => (holdsSecret(line, canary) ? "(a line that holds a secret of an emulator's)" : line))
    .join("\n");
}
