/** The tokens that clients call with: a good one per vendor from the start, and more on demand, which a test can revoke or let expire. */
import type { Host } from "./exchange";
import type { TokenOptions } from "./vendor";
import { forEachVendor, type VendorName, vendorNames, vendors } from "./vendors";

export type Tokens = Readonly<Record<VendorName, string>> & {
  /** Makes another one; see `TokenOptions` for kinds and accounts. */
  issue(vendor: VendorName, options?: TokenOptions): string;
  revoke(token: string): void;
  expire(token: string): void;
};

export function createTokens(hosts: Record<VendorName, Host>): Tokens {
  return {
    ...forEachVendor((vendor) => hosts[vendor].service.issue({})),
    issue,
    revoke: (token) => end(token, "revokedAt"),
    expire: (token) => end(token, "expiresAt"),
  };

  function issue(vendor: VendorName, options: TokenOptions = {}): string {
    const kinds: readonly string[] = vendors[vendor].tokenKinds;
    if (options.kind !== undefined && !kinds.includes(options.kind)) {
      throw new Error(`${vendor} has no kind of token "${options.kind}": there are ${kinds.join(", ")}`);
    }
    return hosts[vendor].service.issue(options);
  }

  function end(value: string, how: "revokedAt" | "expiresAt"): void {
    for (const vendor of vendorNames) {
      const { clock, callers, keys } = hosts[vendor].world;
      const token = callers.find(value);
      const key = token === undefined ? keys.all.find((candidate) => keys.valueOf(candidate) === value) : token.key;
      if (token !== undefined) token[how] = clock.now();
      if (key !== undefined && key !== null) key[how] = clock.now();
      if (token !== undefined || key !== undefined) return;
    }
    throw new Error("no such token");
  }
}
