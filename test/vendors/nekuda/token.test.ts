/** nekuda's tokens belong to a person and live for hours. A run reports an expired one before it sends anything, and never quotes one. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { lookUpAccount, resolveAccount } from "../../../provider/core/vendor/account";
import { noConfig } from "../../../provider/core/vendor/stack-config";
import { account, readClaims } from "../../../provider/nekuda/api";
import { emptyEnvironment } from "../../unit/account/environment.test.support";

emptyEnvironment();

function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.signature-CANARY`;
}

function unusable(token: string): string | undefined {
  process.env.NEKUDA_TOKEN = token;
  const { whyTokenUnusable, malformed } = lookUpAccount(account, undefined, noConfig);
  expect(malformed).toEqual([]);
  return whyTokenUnusable;
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

test("for an expired token, a run says when it expired and what to do, and sends nothing", () => {
  process.env.NEKUDA_TOKEN = jwt({ exp: 1767225600 });
  expect(() => resolveAccount(account, undefined, noConfig)).toThrow(
    "NEKUDA_TOKEN in the environment expired at 2026-01-01T00:00:00Z: sign in to nekuda again and set the new token. Nothing was sent.",
  );
});

test("a token that expires later can be used, and one that expired a second ago cannot", () => {
  expect(unusable(jwt({ exp: nowSeconds() + 60 }))).toBeUndefined();
  expect(unusable(jwt({ exp: nowSeconds() + 0.5 + 60 }))).toBeUndefined();
  expect(unusable(jwt({ exp: nowSeconds() - 1 }))).toMatch(/expired at/);
});

describe("a token that does not tell its expiry is left to the vendor", () => {
  test.each([
    ["no claim", jwt({ sub: "a" })],
    ["a claim of text", jwt({ exp: "1767225600" })],
    ["a claim of null", jwt({ exp: null })],
    ["claims that are no object", jwt(7)],
    ["claims of null", jwt(null)],
    ["no JWT", "opaque-token"],
    ["a JWT whose claims are no JSON", "a.b.c"],
    ["an empty part", "a..c"],
    ["dots", "..."],
  ])("%s", (_name, token) => {
    expect(unusable(token)).toBeUndefined();
  });
});

test("whatever a token is, looking at it never fails and never quotes it", () => {
  const exp = fc.oneof(fc.anything(), fc.double({ noNaN: true }), fc.constantFrom(-1, 0, 1e300, -1e300, -1e20));
  fc.assert(
    fc.property(exp, fc.string(), (claim, text) => {
      let claims: string;
      try {
        claims = jwt({ exp: claim, text, sub: "CANARY" });
      } catch {
        return; // JSON cannot hold such a claim.
      }
      expect(unusable(claims) ?? "").not.toMatch(/CANARY/);
    }),
    { numRuns: 2000 },
  );
  fc.assert(fc.property(fc.string(), (token) => void readClaims(token)));
});
