/** Accounts as the product resolves them, without an environment or a config. */
import { Secret } from "../../provider/core/values/secret";
import type { Account, AccountSettings } from "../../provider/core/vendor/account";

export function accountAt(settings: AccountSettings, url: string, token: string, org?: string): Account {
  return { settings, name: undefined, url, org, token: new Secret(token), tokenSource: "A_VARIABLE" };
}
