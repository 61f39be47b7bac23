/** Many trials, each with its own account, share a provider process. This finds what the process printed about one of them. */

/** The lines about an account's resources. Lines that name no resource are included, since they may be about any. */
export type Printed = (account: string) => readonly string[];

/** @param resource Matches the name of a resource, with its account as the first group. */
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
