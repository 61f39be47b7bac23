/** Which variables lead to Kosli's token and URL. Users of Kosli have them already. */
import { expect, test } from "@jest/globals";
import { lookUpAccount } from "../../../provider/core/vendor/account";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { account as kosli } from "../../../provider/kosli/api";
import { emptyEnvironment } from "../../unit/account/environment.test.support";
import { found } from "../../unit/account/found.test.support";

emptyEnvironment();

test("Kosli's are those of its CLI and of its Terraform provider", () => {
  Object.assign(process.env, { KOSLI_API_TOKEN: "token", KOSLI_ORG: "acme", KOSLI_HOST: "https://app.us.kosli.com" });
  expect(found(kosli, undefined, noConfig)).toMatchObject({
    url: "https://app.us.kosli.com/api/v2",
    org: "acme",
    token: "token",
  });
  process.env.KOSLI_API_URL = "https://acme.kosli.com";
  expect(found(kosli, undefined, noConfig).url).toBe("https://acme.kosli.com/api/v2");
});

test.each([
  ["https://app.kosli.com", "https://app.kosli.com/api/v2"],
  ["https://app.kosli.com/", "https://app.kosli.com/api/v2"],
  ["https://app.kosli.com/api/v2", "https://app.kosli.com/api/v2"],
  ["https://app.kosli.com/api/v2/", "https://app.kosli.com/api/v2"],
  ["https://APP.kosli.com:443", "https://app.kosli.com/api/v2"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v2"],
  ["http://localhost:8080/other", "http://localhost:8080/other"],
  ["http://[::1]:8080", "http://[::1]:8080/api/v2"],
])("Kosli's host %s leads to %s", (host, url) => {
  process.env.KOSLI_HOST = host;
  expect(found(kosli, undefined, noConfig)).toMatchObject({ url, malformed: [] });
});

test.each([
  ["KOSLI_HOST", "https://app.kosli.com,https://app.us.kosli.com", "several hosts"],
  ["KOSLI_API_URL", "https://app.kosli.com, https://app.us.kosli.com", "several hosts"],
  ["KOSLI_API_TOKEN", "one,other", "several tokens"],
])("%s with several, as Kosli's own CLI takes them, is told in a sentence of its own", (variable, text, several) => {
  process.env[variable] = text;
  expect(lookUpAccount(kosli, undefined, noConfig).malformed).toEqual([
    `${variable} in the environment holds ${several}, separated by commas: write one of them, and name an account for each of the others`,
  ]);
});
