/**
 * Searches everything that a run leaves behind for the secrets of its emulator. It returns the names of the texts that hold one. It must
 * never quote a secret itself.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The encodings of a secret from which anybody can read it. */
function formsOf(secret: string): string[] {
  const encodings = [0, 1, 2].flatMap((offset) => {
    // Inside a longer text, the base64 of a secret depends on its offset. Characters that also encode a neighbour's bits are cut off.
    const whole = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const from = Math.ceil((offset * 4) / 3);
    const until = Math.floor((whole.length * 4) / 3);
    return (["base64", "base64url"] as const).map((encoding) => whole.toString(encoding).slice(from, until));
  });
  return [...new Set([secret, encodeURIComponent(secret), Buffer.from(secret).toString("hex"), ...encodings])];
}

/** The names of the texts in which a secret stands. */
export function leaksIn(texts: Readonly<Record<string, string>>, secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(formsOf);
  return Object.keys(texts).filter((name) => forms.some((form) => texts[name]?.includes(form)));
}

/** Every file below some folders, by its path. */
export function filesBelow(...folders: string[]): Record<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, "latin1")]));
}
