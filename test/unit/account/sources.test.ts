/** Where credentials and endpoints come from: the environment, then the config, then the default, and for a named account its own. */
import { describe, expect, test } from "@jest/globals";
import { reveal } from "../../../provider/core/values/secret";
import { lookUpAccount, resolveAccount } from "../../../provider/core/vendor/account";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { account as devin } from "../../../provider/devin/api";
import { account as kosli } from "../../../provider/kosli/api";
import { configOf, emptyEnvironment } from "./environment.test.support";
import { found } from "./found.test.support";

emptyEnvironment();

const devinConfig = configOf({ "devin:apiKey": "apk_user_config", "devin:apiUrl": "https://config.example" });

describe("the unnamed account", () => {
  test("is found in the environment before the config", () => {
    Object.assign(process.env, { DEVIN_API_KEY: "apk_user_env", DEVIN_API_URL: "https://env.example" });
    expect(found(devin, undefined, devinConfig)).toMatchObject({
      url: "https://env.example",
      token: "apk_user_env",
      tokenSource: "DEVIN_API_KEY in the environment",
    });
  });

  test("is found in the config before the default", () => {
    expect(found(devin, undefined, devinConfig)).toMatchObject({
      url: "https://config.example",
      token: "apk_user_config",
      tokenSource: "devin:apiKey in the config",
    });
    expect(found(devin, undefined, noConfig)).toMatchObject({
      url: "https://api.devin.ai",
      token: undefined,
      malformed: [],
    });
  });

  test("takes each setting from where it is found first", () => {
    process.env.DEVIN_API_URL = "https://env.example";
    expect(found(devin, undefined, devinConfig)).toMatchObject({
      url: "https://env.example",
      token: "apk_user_config",
    });
  });

  test("counts what is empty as unset, in the environment and in the config", () => {
    Object.assign(process.env, { DEVIN_ENTERPRISE_API_KEY: "", DEVIN_API_KEY: "", DEVIN_API_URL: "" });
    expect(found(devin, undefined, devinConfig)).toMatchObject({
      url: "https://config.example",
      token: "apk_user_config",
    });
    const empty = configOf({ "devin:apiKey": "", "devin:apiUrl": "" });
    expect(found(devin, undefined, empty)).toMatchObject({ url: "https://api.devin.ai", token: undefined });
    expect(lookUpAccount(devin, undefined, empty).unusable).toMatch(/^no Devin token/);
  });

  test("reads the environment anew each time", () => {
    process.env.DEVIN_API_KEY = "apk_user_one";
    expect(found(devin, undefined, noConfig).token).toBe("apk_user_one");
    process.env.DEVIN_API_KEY = "apk_user_two";
    expect(found(devin, undefined, noConfig).token).toBe("apk_user_two");
  });
});

describe("a named account", () => {
  const accounts = {
    eu: { apiKey: "apk_user_eu", apiUrl: "https://eu.example" },
    "eu-west": { apiKey: "apk_user_west" },
  };
  const config = configOf({
    "devin:apiKey": "apk_user_config",
    "devin:apiUrl": "https://config.example",
    "devin:accounts": JSON.stringify(accounts),
  });

  test("is found in the config as JSON text", () => {
    expect(found(devin, "eu", config)).toMatchObject({
      url: "https://eu.example",
      token: "apk_user_eu",
      tokenSource: "devin:accounts.eu.apiKey in the config",
    });
  });

  test("is found in its own variables first, its dashes as underscores", () => {
    Object.assign(process.env, {
      DEVIN_ACCOUNT_EU_WEST_API_KEY: "apk_user_env",
      DEVIN_ACCOUNT_EU_WEST_API_URL: "https://w.example",
    });
    expect(found(devin, "eu-west", config)).toMatchObject({
      url: "https://w.example",
      token: "apk_user_env",
      tokenSource: "DEVIN_ACCOUNT_EU_WEST_API_KEY in the environment",
    });
  });

  test("ignores everything unnamed, so that a token never goes to another account's URL", () => {
    Object.assign(process.env, {
      DEVIN_API_KEY: "apk_user_env",
      DEVIN_ENTERPRISE_API_KEY: "x",
      DEVIN_API_URL: "https://env.example",
    });
    expect(found(devin, "eu-west", config)).toMatchObject({
      url: "https://api.devin.ai",
      token: "apk_user_west",
      malformed: [],
    });
    expect(found(devin, "us", config)).toMatchObject({ url: "https://api.devin.ai", token: undefined });
  });

  test("ignores the unnamed organization too", () => {
    process.env.KOSLI_ORG = "acme";
    expect(found(kosli, "eu", configOf({ "kosli:org": "acme" })).org).toBeUndefined();
    process.env.KOSLI_ACCOUNT_EU_ORG = "acme-eu";
    expect(found(kosli, "eu", noConfig).org).toBe("acme-eu");
  });

  test.each(["constructor", "toString", "hasOwnProperty", "valueOf"])(
    "%s is an account like any other, and not there",
    (name) => {
      expect(found(devin, name, config)).toMatchObject({ token: undefined, malformed: [] });
    },
  );
});

test("an account that lacks nothing can be used", () => {
  Object.assign(process.env, { KOSLI_API_TOKEN: "token", KOSLI_ORG: "acme" });
  const resolved = resolveAccount(kosli, undefined, noConfig);
  expect(resolved).toMatchObject({
    name: undefined,
    url: "https://app.kosli.com/api/v2",
    org: "acme",
    tokenSource: "KOSLI_API_TOKEN in the environment",
  });
  expect(reveal(resolved.token)).toBe("token");
});
