/** What the provider says on the console: at most a line for a change, prefixed with the resource, never a value. */
import type { CommonInputs } from "./inputs";

export function say({ name }: CommonInputs["origin"], line: string): void {
  console.log(`${name}: ${line}`);
}
