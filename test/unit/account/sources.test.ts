/**
 * Where an account's token, URL and organization come from: the environment, then the config, then the default. A named account has
 * variables of its own.
 */
import { describe, expect, test } from "@jest/globals";
import { reveal } from "../../../provider/core/values/secret";
import { lookUpAccount, resolveAccount } from "../../../provider/core/vendor/account";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { acme } from "./acme.test.support";
import { configOf, emptyEnvironment } from "./environment.test.support";
import { found } from "./found.test.support";

emptyEnvironment();

const config = configOf({ "acme:apiKey": "token_config", "acme:apiUrl": "https://config.example" });

describe("the unnamed account", () => {
  test("is found in the environment before the config", () => {
    Object.assign(process.env, { ACME_API_KEY: "token_env", ACME_API_URL: "https://env.example" });
    expect(found(acme, undefined, config)).toMatchObject({
      url: "https://env.example",
      token: "token_env",
      tokenSource: "ACME_API_KEY in the environment",
    });
  });

  test("is found in the config before the default", () => {
    expect(found(acme, undefined, config)).toMatchObject({
      url: "https://config.example",
      token: "token_config",
      tokenSource: "acme:apiKey in the config",
    });
    expect(found(acme, undefined, noConfig)).toMatchObject({
      url: "https://api.acme.example",
      token: undefined,
      malformed: [],
    });
  });

  test("takes each variable from where it is found first", () => {
    process.env.ACME_API_URL = "https://env.example";
    expect(found(acme, undefined, config)).toMatchObject({
      url: "https://env.example",
      token: "token_config",
    });
  });

  test("counts what is empty as unset, in the environment and in the config", () => {
    Object.assign(process.env, { ACME_ENTERPRISE_API_KEY: "", ACME_API_KEY: "", ACME_API_URL: "" });
    expect(found(acme, undefined, config)).toMatchObject({
      url: "https://config.example",
      token: "token_config",
    });
    const empty = configOf({ "acme:apiKey": "", "acme:apiUrl": "" });
    expect(found(acme, undefined, empty)).toMatchObject({ url: "https://api.acme.example", token: undefined });
    expect(lookUpAccount(acme, undefined, empty).whyTokenUnusable).toMatch(/^no Acme token/);
  });

  test("of an explicit provider that sets any of its variables takes none from the environment", () => {
    Object.assign(process.env, { ACME_API_KEY: "token_env", ACME_API_URL: "https://env.example" });
    const explicit = (values: Record<string, string>) => ({ ...configOf(values), isExplicit: true });
    expect(found(acme, undefined, explicit({ "acme:apiKey": "token_config" }))).toMatchObject({
      url: "https://api.acme.example",
      token: "token_config",
      tokenSource: "acme:apiKey of the provider",
    });
    expect(found(acme, undefined, explicit({ "acme:apiKey": "" })).token).toBeUndefined();
    expect(found(acme, undefined, explicit({})).token).toBe("token_env");
  });

  test("reads the environment anew each time", () => {
    process.env.ACME_API_KEY = "token_one";
    expect(found(acme, undefined, noConfig).token).toBe("token_one");
    process.env.ACME_API_KEY = "token_two";
    expect(found(acme, undefined, noConfig).token).toBe("token_two");
  });
});

describe("a named account", () => {
  const accounts = {
    eu: { apiKey: "token_eu", apiUrl: "https://eu.example" },
    "eu-west": { apiKey: "token_west" },
  };
  const config = configOf({
    "acme:apiKey": "token_config",
    "acme:apiUrl": "https://config.example",
    "acme:accounts": JSON.stringify(accounts),
  });

  test("is found in the config as JSON text", () => {
    expect(found(acme, "eu", config)).toMatchObject({
      url: "https://eu.example",
      token: "token_eu",
      tokenSource: "acme:accounts.eu.apiKey in the config",
    });
  });

  test("is found in its own variables first, its dashes as underscores", () => {
    Object.assign(process.env, {
      ACME_ACCOUNT_EU_WEST_API_KEY: "token_env",
      ACME_ACCOUNT_EU_WEST_API_URL: "https://w.example",
    });
    expect(found(acme, "eu-west", config)).toMatchObject({
      url: "https://w.example",
      token: "token_env",
      tokenSource: "ACME_ACCOUNT_EU_WEST_API_KEY in the environment",
    });
  });

  test("ignores everything unnamed, so that a token never goes to another account's URL", () => {
    Object.assign(process.env, {
      ACME_API_KEY: "token_env",
      ACME_ENTERPRISE_API_KEY: "x",
      ACME_API_URL: "https://env.example",
    });
    expect(found(acme, "eu-west", config)).toMatchObject({
      url: "https://api.acme.example",
      token: "token_west",
      malformed: [],
    });
    expect(found(acme, "us", config)).toMatchObject({ url: "https://api.acme.example", token: undefined });
  });

  test("ignores the unnamed organization too", () => {
    process.env.ACME_ORG = "acme";
    expect(found(acme, "eu", configOf({ "acme:org": "acme" })).org).toBeUndefined();
    process.env.ACME_ACCOUNT_EU_ORG = "acme-eu";
    expect(found(acme, "eu", noConfig).org).toBe("acme-eu");
  });

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
    "%s is an account like any other, and not there",
    (name) => {
      expect(found(acme, name, config)).toMatchObject({ token: undefined, malformed: [] });
    },
  );
});

test("an account that lacks nothing can be used", () => {
  Object.assign(process.env, { ACME_API_KEY: "token", ACME_ORG: "acme" });
  const resolved = resolveAccount(acme, undefined, noConfig);
  expect(resolved).toMatchObject({
    name: undefined,
    url: "https://api.acme.example",
    org: "acme",
    tokenSource: "ACME_API_KEY in the environment",
  });
  expect(reveal(resolved.token)).toBe("token");
});
