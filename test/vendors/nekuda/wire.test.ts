/** Reads nekuda's answers as documented (https://docs.nekuda.ai, v2), and refuses any other answer. */
import { describe, expect, test } from "@jest/globals";
import * as wire from "../../../provider/nekuda/wire";
import { describeAnswer, plain } from "../../unit/wire.test.support";

const row = {
  id: "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
  org_id: "org-uuid",
  name: "shop",
  public_key: "pk_test_1",
  private_key_display: "sk_test_...abcd",
  created_at: "2026-01-31T12:00:00.123456",
  description: "for the shop",
  is_revoked: false,
  revoked_at: null,
  last_used_at: null,
  environment: "test",
};
const listed = {
  keyId: row.id,
  orgId: "org-uuid",
  publicKey: "pk_test_1",
  privateKeyDisplay: "sk_test_...abcd",
  createdAt: "2026-01-31T12:00:00Z",
  description: "for the shop",
  isRevoked: false,
  environment: "test",
};
const unset = ["description", "revoked_at", "last_used_at", "environment"];

describe("a key pair", () => {
  describeAnswer(wire.listed, row, listed, { optional: [...unset, "is_revoked"], nullable: unset });

  test("without a description has an empty one", () => {
    expect(wire.listed.parse({ ...row, description: null }).description).toBe("");
  });
});

describe("a new key pair", () => {
  describeAnswer(
    wire.created,
    { ...row, private_key: "sk_test_1" },
    { ...listed, value: "[secret]" },
    { optional: [...unset, "is_revoked"], nullable: unset },
  );
});

test("the list is an array, and is read only when each row is", () => {
  expect(plain(wire.list.parse([row, { ...row, is_revoked: true }]))).toEqual([listed, { ...listed, isRevoked: true }]);
  for (const wrong of [undefined, null, {}, { items: [row] }, [row, {}], [null]])
    expect(wire.list.safeParse(wrong).success).toBe(false);
});

describe("a revoked key pair", () => {
  const revoked = { id: row.id, org_id: "org-uuid", name: "shop", is_revoked: true, created_at: row.created_at };

  test("is one when it says so", () => {
    expect(wire.revoked.safeParse(revoked).success).toBe(true);
    for (const is_revoked of [false, null, undefined, "true", 1]) {
      expect(wire.revoked.safeParse({ ...revoked, is_revoked }).success).toBe(false);
    }
    expect(wire.revoked.safeParse({ is_revoked: true }).success).toBe(false);
  });
});

test("a deleted row may be answered by anything", () => {
  for (const answer of [undefined, null, {}, { deleted: true }, "OK"])
    expect(wire.deleted.safeParse(answer).success).toBe(true);
});
