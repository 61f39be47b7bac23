/** Each policy by a table of keys: what breaks it, what keeps it, and what is not certain. */
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import type { VendorName } from "../../emulator/index";
import { dynamicToken, nativeToken } from "../../provider/core/program/type-tokens";
import { vendorsThat, vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { VendorKit } from "../vendors/kit";
import { mended, verdict } from "./verdicts.test.support";

const tokenOf = (vendor: VendorName) => dynamicToken(kits[vendor].definition.type);
const takes = ({ definition }: VendorKit, input: string) => input in definition.inputs.shape;

/** The type of a key that can expire, at an instant or after a duration, and that has a description. */
const expiringType =
  kits[vendorThat((kit) => ["expiresIn", "expiresAt", "description"].every((input) => takes(kit, input)))].definition
    .type;
const expiring = dynamicToken(expiringType);
/** Vendors whose keys never expire by themselves. */
const lastingVendors = vendorsThat(({ definition }) => definition.expiry === undefined);
/** The types of two such keys: `plain` has neither a name nor a description, `named` has both. */
const plain = tokenOf(vendorThat((kit) => !kit.definition.expiry && !takes(kit, "name") && !takes(kit, "description")));
const named = tokenOf(vendorThat((kit) => !kit.definition.expiry && takes(kit, "name") && takes(kit, "description")));

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
    ["no expiry", expiring, {}],
    ["no expiry, by the native plugin", nativeToken(expiringType), {}],
    ["no expiry, whatever rotates", expiring, { rotation: { every: "1d" } }],
  ],
  "key-life": [
    ["a long expiresIn", expiring, { expiresIn: "91d" }],
    ["an expiresAt that is far away", expiring, { expiresAt: "2026-04-02T00:00:00Z" }],
    ["a long cycle where there is no expiry", plain, { rotation: { every: "91d" } }],
    ["a cycle that is too long by its overlap", named, { rotation: { every: "90d", overlap: "1h" } }],
    ["a long cycle, whatever the overlap will be", named, { rotation: { every: "91d", overlap: unknownValue } }],
    ["more than the settings allow", expiring, { expiresIn: "25h" }, { settings: { maxLife: "1d" } }],
    ["a long cycle where no expiry is written", expiring, { rotation: { every: "91d" } }],
  ],
  "key-rotates": [
    ["no rotation", plain, {}],
    ["a trigger alone", named, { rotation: { trigger: "2026-11" } }],
    ["an expiry without a rotation", expiring, { expiresIn: "90d" }],
    [
      "an adopted key, of which it is not known whether it expires",
      expiring,
      { adopt: { keyId: "key-1" }, expiresIn: "90d", rotation: { beforeExpiry: "7d" } },
    ],
  ],
  "rotation-frequency": [
    ["a long cycle", plain, { rotation: { every: "61d" } }],
    ["a late beforeExpiry", expiring, { expiresIn: "90d", rotation: { beforeExpiry: "7d" } }],
    ["more asked for", plain, { rotation: { every: "30d" } }, { settings: { timesAYear: 52 } }],
    [
      "a long every and a long way to the expiry",
      expiring,
      { expiresIn: "90d", rotation: { every: "80d", beforeExpiry: "1d" } },
    ],
  ],
  "rotation-overlap": [
    ["no overlap", plain, { rotation: { every: "30d" } }],
    ["no overlap for a trigger", plain, { rotation: { trigger: "1" } }],
    ["a short overlap", plain, { rotation: { every: "30d", overlap: "59m" } }],
    ["a long overlap", plain, { rotation: { every: "30d", overlap: "8d" } }],
    ["no overlap, whatever the cycle will be", plain, { rotation: { every: unknownValue } }],
  ],
  "rotation-before-expiry": [
    ["a late age", expiring, { expiresIn: "30d", rotation: { every: "28d" } }],
    ["a short beforeExpiry", expiring, { expiresIn: "30d", rotation: { beforeExpiry: "71h" } }],
    ["an age that is never reached", expiring, { expiresIn: "30d", rotation: { every: "60d" } }],
    [
      "an expiry that is the same for each new key",
      expiring,
      { expiresAt: "2026-04-01T00:00:00Z", rotation: { every: "1d" } },
    ],
    [
      "more missed runs",
      expiring,
      { expiresIn: "30d", rotation: { beforeExpiry: "3d" } },
      { settings: { missedRuns: 3 } },
    ],
    [
      "longer intervals",
      expiring,
      { expiresIn: "30d", rotation: { beforeExpiry: "6d" } },
      { settings: { runInterval: "7d" } },
    ],
  ],
  "key-naming": [
    ["a name with capitals", named, { name: "Checkout" }],
    ["a description of one word", expiring, { description: "builds" }],
    [
      "a description not of the settings",
      expiring,
      { description: "for builds" },
      { settings: { description: "^[A-Z]" } },
    ],
  ],
  "protected-key-overlap": [
    ["protect without an overlap", plain, { rotation: { every: "30d" } }, { protect: true }],
    ["protect without a rotation", expiring, { expiresIn: "30d" }, { protect: true }],
  ],
  "key-adoption": [["adopt", plain, { adopt: { keyId: "apk-1" } }]],
};

const kept: Record<string, readonly Case[]> = {
  "key-expires": [
    ["expiresIn", expiring, { expiresIn: "90d" }],
    ["expiresAt", expiring, { expiresAt: "2026-04-01T00:00:00Z" }],
    ["an expiry that is not known yet", expiring, { expiresIn: unknownValue }],
    ...lastingVendors.map((vendor): Case => [`${vendor}, which knows no expiry`, tokenOf(vendor), {}]),
    ["another resource", "random:index:RandomId", {}],
  ],
  "key-life": [
    ["the longest expiresIn", expiring, { expiresIn: "90d" }],
    ["the last expiresAt", expiring, { expiresAt: "2026-04-01T00:00:00Z" }],
    ["an expiresAt of another offset", expiring, { expiresAt: "2026-04-01T02:00:00+02:00" }],
    ["no bound at all, which others tell", expiring, {}],
    ["a long cycle where the expiry bounds the life", expiring, { expiresIn: "90d", rotation: { every: "300d" } }],
    ["a life that is not known yet", expiring, { expiresIn: unknownValue }],
    ["a cycle that is not known yet", plain, { rotation: { every: unknownValue, overlap: "7d" } }],
    ["a rotation that is not known yet", plain, { rotation: unknownValue }],
    ["what the resource's check refuses", expiring, { expiresIn: "forever" }],
  ],
  "key-rotates": [
    ["every", plain, { rotation: { every: "30d" } }],
    ["beforeExpiry", expiring, { expiresIn: "90d", rotation: { beforeExpiry: "7d" } }],
    ["a rotation that is not known yet", plain, { rotation: unknownValue }],
    ["a cycle that is not known yet", plain, { rotation: { every: unknownValue } }],
    ["a rotation that was redacted", plain, { rotation: "[secret]" }],
    ["every, of an adopted key", expiring, { adopt: { keyId: "key-1" }, rotation: { every: "30d" } }],
    [
      "beforeExpiry, where it is not known yet whether a key is adopted",
      expiring,
      { adopt: unknownValue, expiresIn: "90d", rotation: { beforeExpiry: "7d" } },
    ],
  ],
  "rotation-frequency": [
    ["the longest cycle", plain, { rotation: { every: "60d" } }],
    ["the shorter one of two", expiring, { expiresIn: "90d", rotation: { every: "80d", beforeExpiry: "60d" } }],
    ["no rotation, which another tells", plain, {}],
    ["a cycle that is not known yet", plain, { rotation: { every: unknownValue } }],
    [
      "an expiry that is not known yet",
      expiring,
      { expiresIn: unknownValue, rotation: { every: "80d", beforeExpiry: "7d" } },
    ],
  ],
  "rotation-overlap": [
    ["the shortest overlap", plain, { rotation: { every: "30d", overlap: "1h" } }],
    ["the longest overlap", plain, { rotation: { every: "30d", overlap: "7d" } }],
    ["no rotation", plain, {}],
    ["an overlap that is not known yet", plain, { rotation: { every: "30d", overlap: unknownValue } }],
    ["a rotation that is not known yet", plain, { rotation: unknownValue }],
  ],
  "rotation-before-expiry": [
    ["room for all missed runs", expiring, { expiresIn: "30d", rotation: { beforeExpiry: "3d" } }],
    ["an age that leaves room", expiring, { expiresIn: "30d", rotation: { every: "27d" } }],
    ["an instant that no rotation is to outlive", expiring, { expiresAt: "2026-04-01T00:00:00Z" }],
    ["the earlier one of two", expiring, { expiresIn: "30d", rotation: { every: "20d", beforeExpiry: "1d" } }],
    ["no rotation, which another tells", expiring, { expiresIn: "30d" }],
    ["a key that does not expire", plain, { rotation: { every: "300d" } }],
    ["a life that is not known yet", expiring, { expiresIn: unknownValue, rotation: { every: "27d" } }],
    [
      "a cycle that is not known yet",
      expiring,
      { expiresIn: "30d", rotation: { every: unknownValue, beforeExpiry: "1d" } },
    ],
  ],
  "key-naming": [
    ["a right name without a description", named, { name: "checkout-2" }],
    ["a name that is not known yet", named, { name: unknownValue, description: "Pays for all" }],
    ["a description that was redacted", expiring, { description: "[secret]" }],
    ["a vendor without either", plain, { name: "Not an input of this vendor" }],
  ],
  "protected-key-overlap": [
    ["an overlap", plain, { rotation: { every: "30d", overlap: "1h" } }, { protect: true }],
    ["an overlap that is not known yet", plain, { rotation: unknownValue }, { protect: true }],
    ["no protection", plain, { rotation: { every: "30d" } }],
  ],
  "key-adoption": [
    ["no adopt", plain, {}],
    ["adopt where it is allowed", plain, { adopt: { keyId: "apk-1" } }, { settings: { allowed: true } }],
    ["adopt that is not known yet", plain, { adopt: unknownValue }],
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
    ["a rotation with an overlap", plain, {}],
    ["it beside a trigger", plain, { rotation: { trigger: "1" } }],
    ["what is missing to an overlap", plain, { rotation: { overlap: "2h" } }],
    ["it to a key that expires later", expiring, { expiresIn: "31d" }],
    ["it to an expiry that is not known yet", expiring, { expiresIn: unknownValue }],
  ])("%s, and is kept then", (_, type = "", props) => {
    const changed = mended("key-rotates", { type, props });
    expect(changed).toMatchObject({ rotation: { overlap: "24h", every: "30d", ...(props.rotation as object) } });
    expect(
      verdict("key-rotates", { type, props: { ...props, rotation: { ...(changed?.rotation as object) } } }),
    ).toEqual([]);
  });

  test.each<Case>([
    ["where there is one", plain, { rotation: { every: "300d" } }],
    ["where it is not known yet", plain, { rotation: unknownValue }],
    ["to a key that expires before", expiring, { expiresIn: "30d" }],
    [
      "to a key of which each new one would expire at the same instant",
      expiring,
      { expiresAt: "2026-04-01T00:00:00Z" },
    ],
    ["to an instant that is not known yet", expiring, { expiresAt: unknownValue }],
    ["to an overlap that is longer", plain, { rotation: { overlap: "30d" } }],
    ["to an overlap that is not known yet", plain, { rotation: { overlap: unknownValue } }],
    ["to a resource that is no key", "random:index:RandomId", {}],
  ])("nothing %s", (_, type = "", props) => {
    expect(mended("key-rotates", { type, props })).toBeUndefined();
  });
});

test.each([
  ["key-expires", expiring, {}, "expiresIn"],
  ["key-life", expiring, { expiresIn: "91d" }, "expiresIn"],
  ["key-life", expiring, { expiresAt: "2026-04-02T00:00:00Z" }, "expiresAt"],
  ["key-naming", named, { name: "Checkout" }, "name"],
  ["rotation-before-expiry", expiring, { expiresAt: "2026-04-01T00:00:00Z", rotation: { every: "30d" } }, "expiresIn"],
  ["rotation-frequency", expiring, { expiresIn: "90d", rotation: { beforeExpiry: "7d" } }, "expiresIn"],
])("%s says what a change costs a key that exists (%s, %j)", (policy, type, props, input) => {
  expect(verdict(policy, { type: `${type}`, props }).join()).toMatch(
    new RegExp(`On a key that exists, a change of \`${input}\`.* revokes the replaced key in the same \`up\``),
  );
});

test("a change that costs a key in use nothing is not said to revoke it", () => {
  const rotation = { every: "91d" };
  expect(verdict("key-life", { type: `${plain}`, props: { rotation } }).join()).not.toContain(
    "revokes the replaced key",
  );
  expect(verdict("rotation-frequency", { type: `${plain}`, props: { rotation } }).join()).not.toContain("revokes");
});
