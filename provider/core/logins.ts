/**
 * The credentials that a run may authenticate with, of whatever account of the vendor: a key that is one of them must never be
 * adopted nor revoked, or other resources of the stack stand before a closed door.
 */
import { type AccountSettings, accountNames, lookUpAccount } from "./account";
import type { StackConfig } from "./config";
import { type ValueHash, valueHash } from "./secret";

/** The variable or config key that a credential comes from, by its hash. */
export type Logins = ReadonlyMap<ValueHash, string>;

export function loginsOf(settings: AccountSettings, config: StackConfig): Logins {
  const accounts = [undefined, ...accountNames(settings, config)].map((name) => lookUpAccount(settings, name, config));
  return new Map(
    accounts.flatMap(({ token, tokenSource }) => (token && tokenSource ? [[valueHash(token), tokenSource]] : [])),
  );
}
