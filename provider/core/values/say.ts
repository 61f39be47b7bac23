/** What the provider says on the console: at most a line for a change, prefixed with the resource, never a value. */
import type { Account } from "../vendor/account";
import type { CommonInputs } from "../program/inputs";

export function say({ name }: CommonInputs["origin"], line: string): void {
  console.log(`${name}: ${line}`);
}

/** What concerns all resources of an account in a run. */
export function sayOfAccount({ settings, name }: Account, line: string): void {
  console.log(`${settings.vendor}${name ? ` account ${name}` : ""}: ${line}`);
}
