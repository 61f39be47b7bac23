/** A made-up vendor: what holds of the variables of its accounts holds of every vendor. */
import type { AccountDefinition } from "../../../provider/core/vendor/account-definition";

export const acme: AccountDefinition = {
  vendor: "acme",
  title: "Acme",
  token: { env: ["ENTERPRISE_API_KEY", "API_KEY"], config: "apiKey" },
  url: { env: ["API_URL"], config: "apiUrl", default: "https://api.acme.example" },
  org: { env: ["ORG"], config: "org", input: "org" },
};
