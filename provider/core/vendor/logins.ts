/**
 * The credentials that a run may authenticate with, of whatever account of the vendor: a key that is one of them must never be
 * adopted nor revoked, or other resources of the stack stand before a closed door.
 */
import { Secret, type ValueHash, valueHash } from "../values/secret";
import { type Account, type AccountDefinition, tokensOf } from "./account";
import type { StackConfig } from "./stack-config";

/** The variable or config key from which a credential with this value comes; nothing when none has it. */
export type LoginSource = (value: ValueHash | undefined) => string | undefined;

/** By vendor. Read once: neither the environment nor the config changes within a run, and a stack may have many accounts. */
const logins = new Map<string, ReadonlyMap<ValueHash, string>>();

export function loginSourceIn({ definition, token, tokenSource }: Account, config: StackConfig): LoginSource {
  return (value) => {
    if (value === undefined) return undefined;
    return value === valueHash(token) ? tokenSource : loginsOf(definition, config).get(value);
  };
}

function loginsOf(definition: AccountDefinition, config: StackConfig): ReadonlyMap<ValueHash, string> {
  const known =
    logins.get(definition.vendor) ??
    new Map(tokensOf(definition, config).map(({ text, source }) => [valueHash(new Secret(text)), source]));
  logins.set(definition.vendor, known);
  return known;
}
