/** Whether a program's `account` is another account than the one that minted. It must never be guessed: only the vendor can tell. */
import type { CommonInputs } from "../program/inputs";
import type { KeyRecord } from "../record/record";
import { replacesFor } from "../record/replacement";
import { say } from "../values/say";
import { lookUpAccount, missingInPreview } from "../vendor/account";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";
import { askWhose } from "./account-proof";
import { openForInputs } from "./session";

/** By what names a record's account was found: the program's `account`, and the explicit provider's. */
interface AccountNames {
  readonly account?: string | undefined;
  readonly origin?: { readonly provider?: string | undefined } | undefined;
}

/** Whether both find their account by the same name, so that it is the same account. */
export function isSameAccountName(one: AccountNames, other: AccountNames): boolean {
  return one.account === other.account && one.origin?.provider === other.origin?.provider;
}

/** Whether an `up`, in which every input is known, asks for another key than the one on record. */
export async function asksForAnother(
  definition: Definition,
  record: KeyRecord,
  onRecord: AccountNames,
  inputs: CommonInputs,
  config: StackConfig,
): Promise<boolean> {
  if (replacesFor(definition, record, { known: inputs, unknown: new Set() }, config).length > 0) return true;
  return await isAnotherAccount(definition, record, onRecord, inputs, config);
}

/** A program may rename an account freely. Only the vendor can tell whether another name is another account. */
export async function isAnotherAccount<Inputs extends object>(
  definition: Definition<Inputs>,
  { mintedBy }: Pick<KeyRecord, "mintedBy">,
  onRecord: AccountNames,
  inputs: Inputs & CommonInputs,
  config: StackConfig,
): Promise<boolean> {
  if (isSameAccountName(onRecord, inputs) || (mintedBy.account ?? mintedBy.principal) === undefined) return false;
  const { whyTokenUnusable } = lookUpAccount(definition.account, inputs.account, config);
  if (whyTokenUnusable !== undefined) {
    // The `up` asks again, and its update fails while a variable is missing.
    say(inputs.origin, missingInPreview(whyTokenUnusable));
    return false;
  }
  const session = openForInputs(definition, inputs, config);
  // This vendor can tell its accounts, but it told none at the mint: there is nothing to compare.
  if (mintedBy.account === undefined && session.api.proveAccount) return false;
  // An account that lists no key of the minter does not have this key either.
  return (await askWhose(session, mintedBy)).is !== "same";
}
