/** A vendor's API for one key, as the product connects to it, at the emulator. */
import type { Emulator, VendorName } from "../../emulator/index";
import type { AccountDefinition } from "../../provider/core/vendor/account-definition";
import { type Definition, identityOf, type KeyApi } from "../../provider/core/vendor/definition";
import { accountAt } from "./accounts.test.support";

export function connect<Inputs extends object>(
  emulator: Emulator,
  definition: Definition<Inputs>,
  inputs: Inputs,
  { token, org }: { token?: string; org?: string } = {},
): KeyApi<Inputs> {
  const { account }: { account: AccountDefinition } = definition;
  const vendor = account.vendor as VendorName;
  return definition.connect(
    accountAt(account, emulator.urls[vendor], token ?? emulator.tokens[vendor], org),
    identityOf(definition, inputs),
    inputs as Record<string, unknown>,
  );
}
