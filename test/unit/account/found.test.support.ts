import { reveal } from "../../../provider/core/values/secret";
import { lookUpAccount } from "../../../provider/core/vendor/account";

/** What an account is made of, its token opened. */
export function found(...[settings, name, config]: Parameters<typeof lookUpAccount>) {
  const { url, org, token, tokenSource, malformed } = lookUpAccount(settings, name, config);
  return { url, org, token: token && reveal(token), tokenSource, malformed };
}
