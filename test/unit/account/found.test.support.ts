import { reveal } from "../../../provider/core/values/secret";
import { lookUpAccount } from "../../../provider/core/vendor/account";

/** What an account is made of, its token opened. */
export function found(...[definition, name, config]: Parameters<typeof lookUpAccount>) {
  const { url, org, token, tokenSource, malformed } = lookUpAccount(definition, name, config);
  return { url, org, token: token && reveal(token), tokenSource, malformed };
}
