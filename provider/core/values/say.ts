/** What the provider says on the console: at most a line for a change, prefixed with the resource, never a value. */

export function say({ name }: { readonly name: string }, line: string): void {
  console.log(`${name}: ${line}`);
}

/** What concerns all resources of an account in a run. */
export function sayOfAccount(
  { definition, name }: { readonly definition: { readonly vendor: string }; readonly name: string | undefined },
  line: string,
): void {
  console.log(`${definition.vendor}${name ? ` account ${name}` : ""}: ${line}`);
}
