/** The policy one-holder: it names the resources that hold the same key, by the outputs of the finished stack. */
import { expect, test } from "@jest/globals";
import type { PolicyResource } from "@pulumi/policy";
import { oneHolder } from "../../policy/policies/one-holder";
import { dynamicToken, nativeToken } from "../../provider/core/program/type-tokens";
import { kits } from "../vendors/index";
import { opts } from "./verdicts.test.support";

const [oneVendor, another] = Object.values(kits).map(({ definition }) => definition.type) as [string, string];
const mintedBy = { url: "https://api.vendor.example" };

function holds(name: string, props: object, type = dynamicToken(oneVendor)): PolicyResource {
  return {
    name,
    type,
    urn: `urn:pulumi:test::e2e::${type}::${name}`,
    props: { mintedBy, ...props },
    opts,
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

/** The resources that the policy names, each with its violation. */
function said(...resources: PolicyResource[]): Record<string, string> {
  const told: Record<string, string> = {};
  const args = { resources, stackTags: new Map(), getConfig: <T extends object>() => ({}) as T, notApplicable };
  oneHolder.validateStack(args, (message, urn = "") => {
    told[urn.slice(urn.lastIndexOf(":") + 1)] = String(message);
  });
  return told;
}

function notApplicable(reason?: string): never {
  throw new Error(reason);
}

test.each<[string, PolicyResource, PolicyResource]>([
  ["one id", holds("a", { keyId: "apk-1" }), holds("b", { keyId: "apk-1" })],
  [
    "one id, one of them by the native plugin",
    holds("a", { keyId: "apk-1" }),
    holds("b", { keyId: "apk-1" }, nativeToken(oneVendor)),
  ],
  [
    "one id, one of them as the previous key",
    holds("a", { keyId: "apk-1" }),
    holds("b", { keyId: "apk-2", previousKeyId: "apk-1" }),
  ],
])("two resources that hold %s are both named, the key is not", (_, one, other) => {
  const told = said(one, other, holds("c", { keyId: "apk-3" }));
  expect(Object.keys(told)).toEqual(["a", "b"]);
  expect(told.a).toContain('"a" holds the same key as "b"');
  expect(Object.values(told).join()).not.toContain("apk-");
});

test.each<[string, PolicyResource, PolicyResource]>([
  ["other ids", holds("a", { keyId: "apk-1" }), holds("b", { keyId: "apk-2" })],
  ["no id yet", holds("a", { keyId: "" }), holds("b", { keyId: "" })],
  [
    "one id at another address",
    holds("a", { keyId: "1" }),
    holds("b", { keyId: "1", mintedBy: { url: "https://eu.vendor.example" } }),
  ],
  ["one id of another vendor", holds("a", { keyId: "1" }), holds("b", { keyId: "1" }, dynamicToken(another))],
  ["one id in another kind of resource", holds("a", { keyId: "1" }), holds("b", { keyId: "1" }, "acme:index:Key")],
])("nobody is named for %s", (_, one, other) => {
  expect(said(one, other)).toEqual({});
});

test.each<[string, object, object, RegExp]>([
  [
    "use",
    { keyId: "apk-1" },
    { keyId: "apk-1" },
    /^"a" holds the same key as "b"\. Take all but one of these resources out/,
  ],
  [
    "have, one of them as the previous key",
    { keyId: "apk-1" },
    { keyId: "apk-2", previousKeyId: "apk-1" },
    /"b" has that key only as `previousKeyId`: keep it\. Take "a" out of the program/,
  ],
  [
    "have as the previous key",
    { keyId: "apk-3", previousKeyId: "apk-1" },
    { keyId: "apk-2", previousKeyId: "apk-1" },
    /wait until the overlap has ended$/,
  ],
])("the advice about a key that two resources %s costs no key in use beside it", (_, one, other, advice) => {
  expect(said(holds("a", one), holds("b", other)).a).toMatch(advice);
});
