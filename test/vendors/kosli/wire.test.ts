/** Reads Kosli's answers as documented (https://docs.kosli.com/api-reference), and refuses any other answer. */
import { describe, expect, test } from "@jest/globals";
import { reveal } from "../../../provider/core/values/secret";
import * as wire from "../../../provider/kosli/wire";
import { describeAnswer, plain } from "../../unit/wire.test.support";

const row = { id: "0a0a", description: "ci", created_at: 1801396800.25, expires_at: 1801396900, last_used_at: 0 };
const listed = {
  keyId: "0a0a",
  description: "ci",
  createdAt: "2027-01-31T12:00:00Z",
  expiresAt: "2027-01-31T12:01:40Z",
  lastUsedAt: 0,
};
const unset = ["description", "expires_at", "last_used_at"];
const free = { optional: unset, nullable: unset };

describe("a key", () => {
  describeAnswer(wire.listed, row, listed, free);

  test.each([0, null, undefined])("with `expires_at` %p never expires", (expires_at) => {
    expect(plain(wire.listed.parse({ ...row, expires_at }))).toEqual({ ...listed, expiresAt: undefined });
  });

  test("with an id that must not come into a URL is not read", () => {
    for (const id of ["", ".", "..", "a/b", "a b", "é", "x".repeat(65)])
      expect(wire.listed.safeParse({ ...row, id }).success).toBe(false);
  });

  test.each(["", null, undefined])("with the description %p has an empty one", (description) => {
    expect(wire.listed.parse({ ...row, description }).description).toBe("");
  });
});

describe("the list", () => {
  test("is an array of keys, and is read only when each of them is", () => {
    expect(plain(wire.list.parse([row, { ...row, id: "0b0b" }]))).toEqual([listed, { ...listed, keyId: "0b0b" }]);
    expect(wire.list.parse([])).toEqual([]);
    for (const wrong of [undefined, null, {}, { items: [] }, "", [row, {}], [null]])
      expect(wire.list.safeParse(wrong).success).toBe(false);
  });
});

describe("a new key", () => {
  describeAnswer(wire.created, { ...row, key: "the-key" }, { ...listed, value: "[secret]" }, free);

  test("may call its value `api_key`, as one of the vendor's tutorials does; `key` counts when both are there", () => {
    expect(reveal(wire.created.parse({ ...row, api_key: "tutorial" }).value)).toBe("tutorial");
    expect(reveal(wire.created.parse({ ...row, key: "the-key", api_key: "tutorial" }).value)).toBe("the-key");
  });

  test("with an instant out of range is not read, and reading it does not fail", () => {
    for (const wrong of [1.7e15, 1e300, -1, 0])
      expect(wire.created.safeParse({ ...row, key: "k", created_at: wrong }).success).toBe(false);
    for (const wrong of [1.7e15, 1e300, -1])
      expect(wire.created.safeParse({ ...row, key: "k", expires_at: wrong }).success).toBe(false);
  });
});

test("a revoked key is the bare text, and nothing else is", () => {
  expect(wire.revoked.safeParse("revoked").success).toBe(true);
  for (const wrong of [undefined, null, "", "Revoked", "OK", {}, { status: "revoked" }, ["revoked"], true]) {
    expect(wire.revoked.safeParse(wrong).success).toBe(false);
  }
});
