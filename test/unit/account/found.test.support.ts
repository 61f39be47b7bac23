import { reveal } from "../../../provider/core/values/secret";
import { lookUpAccount } from "../../../provider/core/vendor/account";

/** What `lookUpAccount` finds for an account, with the token opened. */
export function found(...[definition, name, config]: Parameters<typeof lookUpAccount>) {
  const { url, org, token, tokenSource, malformed } = lookUpAccount(definition, name, config);
  return { url, org, token: token && reveal(token), tokenSource, malformed };
}
