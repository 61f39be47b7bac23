/** What the provider says on the console: at most one line for each change, which begins with the resource's name. Never a key's value. */

export function say({ name }: { readonly name: string }, line: string): void {
  console.log(`${name}: ${line}`);
}

/** Says a line that concerns all resources of an account in a run. */
export function sayOfAccount(
  { definition, name }: { readonly definition: { readonly vendor: string }; readonly name: string | undefined },
  line: string,
): void {
  console.log(`${definition.vendor}${name ? ` account ${name}` : ""}: ${line}`);
}
