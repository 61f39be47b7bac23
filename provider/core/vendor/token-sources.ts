/**
 * The tokens that a run may authenticate with, for every account of the vendor.
 *
 * A key that is such a token must never be adopted nor revoked: other resources of the stack could no longer reach the vendor.
 */
import { Secret, type ValueHash, valueHash } from "../values/secret";
import type { Account } from "./account";
import type { AccountDefinition } from "./account-definition";
import type { StackConfig } from "./stack-config";
import { tokensOf } from "./variables";

/** The variable that holds the token with this value; nothing when none does. */
export type TokenSourceOf = (value: ValueHash | undefined) => string | undefined;

/** By vendor. Read once: neither the environment nor the config changes within a run, and a stack may have many accounts. */
const sources = new Map<string, ReadonlyMap<ValueHash, string>>();

export function tokenSourcesIn({ definition, token, tokenSource }: Account, config: StackConfig): TokenSourceOf {
  return (value) => {
    if (value === undefined) return undefined;
    return value === valueHash(token) ? tokenSource : tokenSourcesOf(definition, config).get(value);
  };
}

function tokenSourcesOf(definition: AccountDefinition, config: StackConfig): ReadonlyMap<ValueHash, string> {
  const known =
    sources.get(definition.vendor) ??
    new Map(tokensOf(definition, config).map(({ text, source }) => [valueHash(new Secret(text)), source]));
  sources.set(definition.vendor, known);
  return known;
}
