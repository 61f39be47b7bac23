/** What a provider process that serves many trials, each with an account of its own, has printed of one of them. */

/** The lines about an account's resources, and those that are about none: they may be about any. */
export type Printed = (account: string) => readonly string[];

/** `resource` matches each resource's name, with its account as the first group. */
export function printedOf(printed: string, resource: RegExp): Printed {
  const aboutNone: string[] = [];
  const byAccount = new Map<string, string[]>();
  for (const line of printed.split("\n").filter((text) => text !== "")) {
    const accounts = new Set([...line.matchAll(resource)].map(([, account = ""]) => account));
    if (accounts.size === 0) aboutNone.push(line);
    for (const account of accounts) byAccount.set(account, [...(byAccount.get(account) ?? []), line]);
  }
  return (account) => [...(byAccount.get(account) ?? []), ...aboutNone];
}
