/** Whether a program's `account` is another than the one that minted, which only the vendor can tell. */
import type { CommonInputs } from "../program/inputs";
import type { KeyRecord } from "../record/record";
import { replacesFor } from "../record/replacement";
import { say } from "../values/say";
import { lookUpAccount, missingInPreview } from "../vendor/account";
import type { Definition } from "../vendor/definition";
import type { StackConfig } from "../vendor/stack-config";
import { askWhose } from "./account-proof";
import { openForInputs } from "./session";

/** Whether an up does, in which everything is known. */
export async function asksForAnother(
  definition: Definition,
  record: KeyRecord,
  accountOnRecord: string | undefined,
  inputs: CommonInputs,
  config: StackConfig,
): Promise<boolean> {
  if (replacesFor(definition, record, { known: inputs, unknown: new Set() }, config).length > 0) return true;
  return await isAnotherAccount(definition, record, accountOnRecord, inputs, config);
}

/** An account may be renamed freely. Whether another name is another account only the vendor can tell. */
export async function isAnotherAccount<Inputs extends object>(
  definition: Definition<Inputs>,
  { mintedBy }: Pick<KeyRecord, "mintedBy">,
  accountOnRecord: string | undefined,
  inputs: Inputs & CommonInputs,
  config: StackConfig,
): Promise<boolean> {
  if (accountOnRecord === inputs.account || (mintedBy.account ?? mintedBy.principal) === undefined) return false;
  const { unusable } = lookUpAccount(definition.account, inputs.account, config);
  if (unusable !== undefined) {
    // The up asks again, and update fails without them.
    say(inputs.origin, missingInPreview(unusable));
    return false;
  }
  const session = openForInputs(definition, inputs, config);
  // A vendor that can tell its accounts has told none at this mint.
  if (mintedBy.account === undefined && session.api.proveAccount) return false;
  // An account that shows no key of the one that minted does not hold this key either.
  return (await askWhose(session, mintedBy)).is !== "same";
}
