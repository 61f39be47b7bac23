/**
 * The tokens of all providers of this run, by their hashes. A key that is such a token must never be adopted nor revoked, also where another
 * provider authenticates with it.
 */
import { Secret, type ValueHash, valueHash } from "../values/secret";
import type { Account } from "../vendor/account";
import type { AccountDefinition } from "../vendor/account-definition";
import type { StackConfig } from "../vendor/stack-config";
import { type TokenSourceOf, tokenSourcesIn } from "../vendor/token-sources";
import { tokensOf } from "../vendor/variables";
import { readOthers, shared } from "./journal";

interface Token {
  readonly hash: ValueHash;
  /** The variable that holds it, for messages. */
  readonly source: string;
}

const sources = new Map<ValueHash, string>();

const noteToken = shared("token", ({ hash, source }: Token) => sources.set(hash, source));

/** Notes the tokens that this process may authenticate with. */
export function noteTokens(definition: AccountDefinition, config: StackConfig): void {
  for (const { text, source } of tokensOf(definition, config)) noteToken({ hash: valueHash(new Secret(text)), source });
}

/** Looks among this process's tokens first: these are read anew for each call. */
export function tokenSourcesOfRun(account: Account, config: StackConfig): TokenSourceOf {
  const ownSource = tokenSourcesIn(account, config);
  return (value) => {
    if (value === undefined) return undefined;
    readOthers();
    return ownSource(value) ?? sources.get(value);
  };
}
