/** Each policy by a table of keys: what breaks it, what keeps it, and what is not certain. */
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { dynamicToken, nativeToken } from "../../provider/core/program/type-tokens";
import { mended, verdict } from "./verdicts.test.support";

const [devin, kosli, nekuda] = ["devin:ServiceApiKey", "kosli:ServiceAccountApiKey", "nekuda:ApiKey"].map(dynamicToken);
type Case = readonly [
  claim: string,
  type: string | undefined,
  props: Record<string, unknown>,
  more?: { settings?: Record<string, unknown>; protect?: boolean },
];

beforeEach(() => {
  jest.useFakeTimers({ now: new Date("2026-01-01T00:00:00Z") });
});
afterEach(() => {
  jest.useRealTimers();
});

const broken: Record<string, readonly Case[]> = {
  "key-expires": [
    ["no expiry", kosli, {}],
    ["no expiry, by the native plugin", nativeToken("kosli:ServiceAccountApiKey"), {}],
    ["no expiry, whatever rotates", kosli, { rotation: { every: "1d" } }],
  ],
  "key-life": [
    ["a long expiresIn", kosli, { expiresIn: "91d" }],
    ["an expiresAt that is far away", kosli, { expiresAt: "2026-04-02T00:00:00Z" }],
    ["a long cycle where there is no expiry", devin, { rotation: { every: "91d" } }],
    ["a cycle that is too long by its overlap", nekuda, { rotation: { every: "90d", overlap: "1h" } }],
    ["a long cycle, whatever the overlap will be", nekuda, { rotation: { every: "91d", overlap: unknownValue } }],
    ["more than the settings allow", kosli, { expiresIn: "25h" }, { settings: { maxLife: "1d" } }],
    ["a long cycle where no expiry is written", kosli, { rotation: { every: "91d" } }],
  ],
  "key-rotates": [
    ["no rotation", devin, {}],
    ["a trigger alone", nekuda, { rotation: { trigger: "2026-11" } }],
    ["an expiry without a rotation", kosli, { expiresIn: "90d" }],
    [
      "an adopted key, of which it is not known whether it expires",
      kosli,
      { adopt: { keyId: "key-1" }, expiresIn: "90d", rotation: { beforeExpiry: "7d" } },
    ],
  ],
  "rotation-frequency": [
    ["a long cycle", devin, { rotation: { every: "61d" } }],
    ["a late beforeExpiry", kosli, { expiresIn: "90d", rotation: { beforeExpiry: "7d" } }],
    ["more asked for", devin, { rotation: { every: "30d" } }, { settings: { timesAYear: 52 } }],
    [
      "a long every and a long way to the expiry",
      kosli,
      { expiresIn: "90d", rotation: { every: "80d", beforeExpiry: "1d" } },
    ],
  ],
  "rotation-overlap": [
    ["no overlap", devin, { rotation: { every: "30d" } }],
    ["no overlap for a trigger", devin, { rotation: { trigger: "1" } }],
    ["a short overlap", devin, { rotation: { every: "30d", overlap: "59m" } }],
    ["a long overlap", devin, { rotation: { every: "30d", overlap: "8d" } }],
    ["no overlap, whatever the cycle will be", devin, { rotation: { every: unknownValue } }],
  ],
  "rotation-before-expiry": [
    ["a late age", kosli, { expiresIn: "30d", rotation: { every: "28d" } }],
    ["a short beforeExpiry", kosli, { expiresIn: "30d", rotation: { beforeExpiry: "71h" } }],
    ["an age that is never reached", kosli, { expiresIn: "30d", rotation: { every: "60d" } }],
    [
      "an expiry that is the same for each new key",
      kosli,
      { expiresAt: "2026-04-01T00:00:00Z", rotation: { every: "1d" } },
    ],
    [
      "more missed runs",
      kosli,
      { expiresIn: "30d", rotation: { beforeExpiry: "3d" } },
      { settings: { missedRuns: 3 } },
    ],
    [
      "longer intervals",
      kosli,
      { expiresIn: "30d", rotation: { beforeExpiry: "6d" } },
      { settings: { runInterval: "7d" } },
    ],
  ],
  "key-naming": [
    ["a name with capitals", nekuda, { name: "Checkout" }],
    ["a description of one word", kosli, { description: "builds" }],
    [
      "a description not of the settings",
      kosli,
      { description: "for builds" },
      { settings: { description: "^[A-Z]" } },
    ],
  ],
  "protected-key-overlap": [
    ["protect without an overlap", devin, { rotation: { every: "30d" } }, { protect: true }],
    ["protect without a rotation", kosli, { expiresIn: "30d" }, { protect: true }],
  ],
  "key-adoption": [["adopt", devin, { adopt: { keyId: "apk-1" } }]],
};

const kept: Record<string, readonly Case[]> = {
  "key-expires": [
    ["expiresIn", kosli, { expiresIn: "90d" }],
    ["expiresAt", kosli, { expiresAt: "2026-04-01T00:00:00Z" }],
    ["an expiry that is not known yet", kosli, { expiresIn: unknownValue }],
    ["a vendor that knows no expiry", devin, {}],
    ["another vendor that knows none", nekuda, {}],
    ["another resource", "random:index:RandomId", {}],
  ],
  "key-life": [
    ["the longest expiresIn", kosli, { expiresIn: "90d" }],
    ["the last expiresAt", kosli, { expiresAt: "2026-04-01T00:00:00Z" }],
    ["an expiresAt of another offset", kosli, { expiresAt: "2026-04-01T02:00:00+02:00" }],
    ["no bound at all, which others tell", kosli, {}],
    ["a long cycle where the expiry bounds the life", kosli, { expiresIn: "90d", rotation: { every: "300d" } }],
    ["a life that is not known yet", kosli, { expiresIn: unknownValue }],
    ["a cycle that is not known yet", devin, { rotation: { every: unknownValue, overlap: "7d" } }],
    ["a rotation that is not known yet", devin, { rotation: unknownValue }],
    ["what the resource's check refuses", kosli, { expiresIn: "forever" }],
  ],
  "key-rotates": [
    ["every", devin, { rotation: { every: "30d" } }],
    ["beforeExpiry", kosli, { expiresIn: "90d", rotation: { beforeExpiry: "7d" } }],
    ["a rotation that is not known yet", devin, { rotation: unknownValue }],
    ["a cycle that is not known yet", devin, { rotation: { every: unknownValue } }],
    ["a rotation that was redacted", devin, { rotation: "[secret]" }],
    ["every, of an adopted key", kosli, { adopt: { keyId: "key-1" }, rotation: { every: "30d" } }],
    [
      "beforeExpiry, where it is not known yet whether a key is adopted",
      kosli,
      { adopt: unknownValue, expiresIn: "90d", rotation: { beforeExpiry: "7d" } },
    ],
  ],
  "rotation-frequency": [
    ["the longest cycle", devin, { rotation: { every: "60d" } }],
    ["the shorter one of two", kosli, { expiresIn: "90d", rotation: { every: "80d", beforeExpiry: "60d" } }],
    ["no rotation, which another tells", devin, {}],
    ["a cycle that is not known yet", devin, { rotation: { every: unknownValue } }],
    [
      "an expiry that is not known yet",
      kosli,
      { expiresIn: unknownValue, rotation: { every: "80d", beforeExpiry: "7d" } },
    ],
  ],
  "rotation-overlap": [
    ["the shortest overlap", devin, { rotation: { every: "30d", overlap: "1h" } }],
    ["the longest overlap", devin, { rotation: { every: "30d", overlap: "7d" } }],
    ["no rotation", devin, {}],
    ["an overlap that is not known yet", devin, { rotation: { every: "30d", overlap: unknownValue } }],
    ["a rotation that is not known yet", devin, { rotation: unknownValue }],
  ],
  "rotation-before-expiry": [
    ["room for all missed runs", kosli, { expiresIn: "30d", rotation: { beforeExpiry: "3d" } }],
    ["an age that leaves room", kosli, { expiresIn: "30d", rotation: { every: "27d" } }],
    ["an instant that no rotation is to outlive", kosli, { expiresAt: "2026-04-01T00:00:00Z" }],
    ["the earlier one of two", kosli, { expiresIn: "30d", rotation: { every: "20d", beforeExpiry: "1d" } }],
    ["no rotation, which another tells", kosli, { expiresIn: "30d" }],
    ["a key that does not expire", devin, { rotation: { every: "300d" } }],
    ["a life that is not known yet", kosli, { expiresIn: unknownValue, rotation: { every: "27d" } }],
    [
      "a cycle that is not known yet",
      kosli,
      { expiresIn: "30d", rotation: { every: unknownValue, beforeExpiry: "1d" } },
    ],
  ],
  "key-naming": [
    ["a right name without a description", nekuda, { name: "checkout-2" }],
    ["a name that is not known yet", nekuda, { name: unknownValue, description: "Pays for all" }],
    ["a description that was redacted", kosli, { description: "[secret]" }],
    ["a vendor without either", devin, { name: "Not an input of Devin" }],
  ],
  "protected-key-overlap": [
    ["an overlap", devin, { rotation: { every: "30d", overlap: "1h" } }, { protect: true }],
    ["an overlap that is not known yet", devin, { rotation: unknownValue }, { protect: true }],
    ["no protection", devin, { rotation: { every: "30d" } }],
  ],
  "key-adoption": [
    ["no adopt", devin, {}],
    ["adopt where it is allowed", devin, { adopt: { keyId: "apk-1" } }, { settings: { allowed: true } }],
    ["adopt that is not known yet", devin, { adopt: unknownValue }],
  ],
};

describe.each(Object.entries(broken))("%s is broken by", (policy, cases) => {
  test.each(cases)("%s", (_, type = "", props, more = {}) => {
    expect(verdict(policy, { type, props, ...more })).toHaveLength(1);
  });
});

describe.each(Object.entries(kept))("%s is kept by", (policy, cases) => {
  test.each(cases)("%s", (_, type = "", props, more = {}) => {
    expect(verdict(policy, { type, props, ...more })).toEqual([]);
  });
});

describe("key-rotates adds", () => {
  test.each<Case>([
    ["a rotation with an overlap", devin, {}],
    ["it beside a trigger", devin, { rotation: { trigger: "1" } }],
    ["what is missing to an overlap", devin, { rotation: { overlap: "2h" } }],
    ["it to a key that expires later", kosli, { expiresIn: "31d" }],
    ["it to an expiry that is not known yet", kosli, { expiresIn: unknownValue }],
  ])("%s, and is kept then", (_, type = "", props) => {
    const changed = mended("key-rotates", { type, props });
    expect(changed).toMatchObject({ rotation: { overlap: "24h", every: "30d", ...(props.rotation as object) } });
    expect(
      verdict("key-rotates", { type, props: { ...props, rotation: { ...(changed?.rotation as object) } } }),
    ).toEqual([]);
  });

  test.each<Case>([
    ["where there is one", devin, { rotation: { every: "300d" } }],
    ["where it is not known yet", devin, { rotation: unknownValue }],
    ["to a key that expires before", kosli, { expiresIn: "30d" }],
    ["to a key of which each new one would expire at the same instant", kosli, { expiresAt: "2026-04-01T00:00:00Z" }],
    ["to an instant that is not known yet", kosli, { expiresAt: unknownValue }],
    ["to an overlap that is longer", devin, { rotation: { overlap: "30d" } }],
    ["to an overlap that is not known yet", devin, { rotation: { overlap: unknownValue } }],
    ["to a resource that is no key", "random:index:RandomId", {}],
  ])("nothing %s", (_, type = "", props) => {
    expect(mended("key-rotates", { type, props })).toBeUndefined();
  });
});

test.each([
  ["key-expires", kosli, {}, "expiresIn"],
  ["key-life", kosli, { expiresIn: "91d" }, "expiresIn"],
  ["key-life", kosli, { expiresAt: "2026-04-02T00:00:00Z" }, "expiresAt"],
  ["key-naming", nekuda, { name: "Checkout" }, "name"],
  ["rotation-before-expiry", kosli, { expiresAt: "2026-04-01T00:00:00Z", rotation: { every: "30d" } }, "expiresIn"],
  ["rotation-frequency", kosli, { expiresIn: "90d", rotation: { beforeExpiry: "7d" } }, "expiresIn"],
])("%s says what a change costs a key that exists (%s, %j)", (policy, type, props, input) => {
  expect(verdict(policy, { type: `${type}`, props }).join()).toMatch(
    new RegExp(`On a key that exists, a change of \`${input}\`.* revokes the old key in the same \`up\``),
  );
});

test("a change that costs a key in use nothing is not said to revoke it", () => {
  const rotation = { every: "91d" };
  expect(verdict("key-life", { type: `${devin}`, props: { rotation } }).join()).not.toContain("revokes the old key");
  expect(verdict("rotation-frequency", { type: `${devin}`, props: { rotation } }).join()).not.toContain("revokes");
});
