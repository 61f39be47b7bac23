/**
 * The credentials that a run may authenticate with, of whatever account of the vendor: a key that is one of them must never be
 * adopted nor revoked, or other resources of the stack stand before a closed door.
 */
import { type AccountSettings, tokensOf } from "./account";
import type { StackConfig } from "./config";
import { Secret, type ValueHash, valueHash } from "./secret";

/** The variable or config key from which a credential with this value comes; nothing when none has it. */
export type LoginSource = (value: ValueHash | undefined) => string | undefined;

export function loginSourceIn(settings: AccountSettings, config: StackConfig): LoginSource {
  return (value) =>
    value && tokensOf(settings, config).find(({ text }) => valueHash(new Secret(text)) === value)?.source;
}
