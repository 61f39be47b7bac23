/** A malformed value is named by its variable and never quoted. The message about a missing value names every way to set it. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { UserError } from "../../../provider/core/values/user-error";
import { accountNameInput, lookUpAccount, resolveAccount } from "../../../provider/core/vendor/account";
import type { AccountDefinition, VariableNames } from "../../../provider/core/vendor/account-definition";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { missing } from "../../../provider/core/vendor/variables";
import { kits } from "../../vendors/index";
import type { TokenFacts } from "../../vendors/kit";
import { printOuts } from "../print-outs.test.support";
import { acme } from "./acme.test.support";
import { configOf, emptyEnvironment } from "./environment.test.support";

emptyEnvironment();

const urls = [
  "CANARY",
  "app.CANARY.example",
  "ftp://CANARY.example",
  "http://CANARY.example",
  "http://127.0.0.1.CANARY.example",
  "http://localhost.CANARY.example",
  "https://user:CANARY@vendor.example",
  "https://CANARY@vendor.example",
  "https://vendor.example?token=CANARY",
  "https://vendor.example/CANARY?",
  "https://vendor.example/CANARY#",
  "https://vendor.example/#CANARY",
  "https://CANARY.example:99999",
  "javascript:CANARY",
  "file:///CANARY",
  "https://CANARY.example,https://app.example",
  "CANARY.example,app.example",
];

type Malformed = readonly [variable: string, definition: AccountDefinition, key: string, texts: readonly string[]];

const variables: readonly Malformed[] = Object.values(kits).flatMap(({ definition, tokens }) => {
  const { account } = definition;
  const { malformedTokens, malformedOrgs = [] }: TokenFacts = tokens;
  const named = ({ env, config }: VariableNames, texts: readonly string[]): Malformed[] =>
    env.map((name) => [`${account.vendor.toUpperCase()}_${name}`, account, `${account.vendor}:${config}`, texts]);
  const org = account.org ? named(account.org, malformedOrgs) : [];
  return [...named(account.url, urls), ...named(account.token, malformedTokens), ...org];
});

/** A config that holds a well-formed token for each vendor. */
const tokens = Object.fromEntries(
  Object.values(kits).map(({ definition: { account }, tokens }) => [
    `${account.vendor}:${account.token.config}`,
    tokens.token,
  ]),
);

describe.each(variables)("a malformed %s", (variable, definition, key, texts) => {
  test.each(texts)("%j is named and not quoted", (text) => {
    process.env[variable] = text;
    const { malformed } = lookUpAccount(definition, undefined, noConfig);
    expect(malformed).toEqual([expect.stringMatching(`^${variable} `)]);
    expect(malformed.join()).not.toMatch(/CANARY/);
  });

  test("of the config is named by its key, and stops before anything is sent", () => {
    const [text = ""] = texts;
    const config = configOf({ ...tokens, [key]: text });
    expect(lookUpAccount(definition, undefined, config).malformed).toEqual([
      expect.stringMatching(`^${key} in the config `),
    ]);
    let error: unknown;
    try {
      resolveAccount(definition, undefined, config);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(UserError);
    expect(printOuts(error)).toMatch(/Nothing was sent/);
    expect(printOuts(error)).not.toMatch(/CANARY/);
  });
});

test("everything that is malformed is named at once", () => {
  Object.assign(process.env, { ACME_API_URL: "CANARY", ACME_API_KEY: "CANARY CANARY", ACME_ORG: "CANARY/" });
  const { malformed } = lookUpAccount(acme, undefined, noConfig);
  expect(malformed).toHaveLength(3);
  expect(malformed.join()).not.toMatch(/CANARY/);
});

test("http is for this machine itself alone", () => {
  for (const host of ["127.0.0.1", "127.8.9.10", "localhost", "[::1]", "127.1", "2130706433"]) {
    process.env.ACME_API_URL = `http://${host}:1234`;
    expect(lookUpAccount(acme, undefined, noConfig).malformed).toEqual([]);
  }
  for (const host of [
    "0.0.0.0",
    "10.0.0.1",
    "127.0.0.1.nip.io",
    "localhost.",
    "vendor.localhost.example",
    "[::2]",
    "[::ffff:1.2.3.4]",
  ]) {
    process.env.ACME_API_URL = `http://${host}:1234`;
    expect(lookUpAccount(acme, undefined, noConfig).malformed).toEqual([expect.stringMatching(/write https/)]);
  }
});

test("whatever a URL's variable holds, only a base URL behind which a path can be put is used", () => {
  const piece = fc.constantFrom(
    "https://",
    "http://",
    "vendor.example",
    "127.0.0.1",
    "/",
    "?",
    "#",
    "@",
    ":",
    ":80",
    "..",
    "%2e",
    "\\",
    " ",
    "a",
    "\n",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      process.env.ACME_API_URL = pieces.join("") || "x";
      const { url, malformed } = lookUpAccount(acme, undefined, noConfig);
      expect(malformed.length).toBe(url === undefined ? 1 : 0);
      if (url === undefined) return;
      const built = new URL(`${url}/keys/one`);
      expect([built.pathname.endsWith("/keys/one"), built.search, built.hash, built.username, built.password]).toEqual([
        true,
        "",
        "",
        "",
        "",
      ]);
      expect(built.href).toBe(`${url}/keys/one`);
    }),
    { numRuns: 3000 },
  );
});

describe("config accounts that are no map of maps", () => {
  test.each([
    "CANARY",
    "{",
    "[]",
    "[1]",
    '"CANARY"',
    "1",
    "null",
    '{"eu":"CANARY"}',
    '{"eu":{"apiKey":1}}',
    '{"eu":{"apiKey":{"secure":"CANARY"}}}',
    '{"eu":null}',
  ])("%s is named and not quoted", (text) => {
    const { malformed, token } = lookUpAccount(acme, "eu", configOf({ "acme:accounts": text }));
    expect(malformed).toEqual([expect.stringMatching(/^acme:accounts in the config is not a map/)]);
    expect(malformed.join()).not.toMatch(/CANARY/);
    expect(token).toBeUndefined();
  });

  test("do not matter to the unnamed account", () => {
    expect(lookUpAccount(acme, undefined, configOf({ "acme:accounts": "CANARY" })).malformed).toEqual([]);
  });
});

describe("what is missing names every way to set it", () => {
  test("of the unnamed account", () => {
    expect(missing(acme, acme.token, undefined, "token", noConfig)).toBe(
      "no Acme token: set ACME_ENTERPRISE_API_KEY or ACME_API_KEY in the environment, or `pulumi config set --secret acme:apiKey`",
    );
    expect(missing(acme, { env: ["ORG"], config: "org" }, undefined, "organization", noConfig)).toBe(
      "no Acme organization: set ACME_ORG in the environment, or `pulumi config set acme:org`",
    );
  });

  test("of a named account", () => {
    expect(missing(acme, acme.token, "eu-west", "token", noConfig)).toBe(
      "no Acme token for the account \"eu-west\": set ACME_ACCOUNT_EU_WEST_ENTERPRISE_API_KEY or ACME_ACCOUNT_EU_WEST_API_KEY in the environment, or `pulumi config set --path --secret 'acme:accounts.eu-west.apiKey'`",
    );
  });

  test("and stops an up before anything is sent", () => {
    expect(() => resolveAccount(acme, undefined, noConfig)).toThrow(
      /^no Acme token: set ACME_ENTERPRISE_API_KEY .*acme:apiKey`\. Nothing was sent\.$/,
    );
  });

  test.each(Object.values(kits).map((kit) => [kit.definition.account.title, kit] as const))(
    "in a way that works when it is followed: %s",
    (_title, { definition: { account }, tokens }) => {
      for (const name of [undefined, "eu"]) {
        const text = lookUpAccount(account, name, noConfig).whyTokenUnusable ?? "";
        const named = text.match(/[A-Z]+(_[A-Z]+)+/g) ?? [];
        expect(named.length).toBeGreaterThan(0);
        for (const variable of named) {
          process.env[variable] = tokens.token;
          expect(lookUpAccount(account, name, noConfig).whyTokenUnusable).toBeUndefined();
          delete process.env[variable];
        }
      }
    },
  );
});

test("an account's name is letters, digits and dashes, and another is not quoted", () => {
  for (const name of ["eu", "EU-west-1", "a", "a".repeat(32)])
    expect(accountNameInput.safeParse(name).success).toBe(true);
  for (const name of [
    "",
    "1eu",
    "-eu",
    "eu west",
    "eu_west",
    "CANARY.x",
    "CANARY/..",
    "a".repeat(33),
    "é",
    1,
    null,
    {},
  ]) {
    const parsed = accountNameInput.safeParse(name);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues.map((issue) => issue.message).join()).toMatch(/^write /);
    expect(parsed.error?.issues.map((issue) => issue.message).join()).not.toMatch(/CANARY/);
  }
});
