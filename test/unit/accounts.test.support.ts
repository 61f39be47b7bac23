/** Accounts as the product resolves them, without an environment or a config. */
import { Secret } from "../../provider/core/values/secret";
import type { Account } from "../../provider/core/vendor/account";
import type { AccountDefinition } from "../../provider/core/vendor/account-definition";
import { noConfig } from "../../provider/core/vendor/stack-config";

export function accountAt(definition: AccountDefinition, url: string, token: string, org?: string): Account {
  return {
    definition,
    name: undefined,
    url,
    org,
    token: new Secret(token),
    tokenSource: "A_VARIABLE",
    config: noConfig,
  };
}
