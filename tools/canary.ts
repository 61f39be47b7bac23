/** The canary: a text that stands in every secret of a tool's emulators, and nowhere else. What the tool prints is searched for it. */
import { randomBytes } from "node:crypto";
import { canaryVariable } from "../emulator/secret-source";
import { leaksIn } from "../test/e2e/harness/leaks";

/** Makes a canary and sets it in the environment, so that the emulators of this process and of its children use it. */
export function setCanary(): string {
  const canary = `canary${randomBytes(12).toString("hex")}`;
  process.env[canaryVariable] = canary;
  return canary;
}

export function holdsSecret(line: string, canary: string): boolean {
  return leaksIn({ line }, [canary]).length > 0;
}

/** A text without the lines that hold a secret: the report of a broken promise must not leak one. */
export function withoutSecrets(text: string, canary: string): string {
  return text
    .split("\n")
    .map((line) => (holdsSecret(line, canary) ? "(a line that holds a secret of an emulator's)" : line))
    .join("\n");
}
