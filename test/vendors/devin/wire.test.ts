/** Reads Devin's answers as documented (https://docs.devin.ai/api-reference/v2), and refuses any other answer. */
import { describe, expect, test } from "@jest/globals";
import * as wire from "../../../provider/devin/wire";
import { describeAnswer, plain } from "../../unit/wire.test.support";

const id = `apk-${"0a".repeat(16)}`;
const item = {
  id,
  org_id: "org-1",
  org_name: "Acme",
  user_id: null,
  user_email: null,
  is_service_key: true,
  created_at: "2026-01-31T12:00:00Z",
  api_key_value: "apk_...abcd",
};
const listed = { id, orgId: "org-1", isServiceKey: true, createdAt: "2026-01-31T12:00:00Z", value: "[secret]" };

describe("a new key", () => {
  describeAnswer(wire.created, { api_key: "apk_0123", org_id: "org-1" }, { value: "[secret]", orgId: "org-1" });

  test("with an empty value, or with a space in it, is refused", () => {
    for (const api_key of ["", " ", "apk_1 2", "apk_1\n", "apk_é"]) {
      expect(wire.created.safeParse({ api_key, org_id: "org-1" }).success).toBe(false);
    }
  });
});

describe("a page of the list", () => {
  const page = { items: [item], total: 1, skip: 0, limit: 100, has_more: false, next_cursor: null };
  describeAnswer(
    wire.page,
    page,
    { items: [listed], total: 1, hasMore: false },
    { optional: ["skip", "limit", "next_cursor"] },
  );

  test("with a row that cannot be read is not read at all: a row left out would be a key that is gone", () => {
    for (const field of ["id", "org_id", "is_service_key", "created_at"]) {
      const { [field as "id"]: _, ...row } = item;
      expect(wire.page.safeParse({ ...page, items: [item, row] }).success).toBe(false);
    }
  });

  test("with a row without its optional fields is read", () => {
    const { org_name: _, user_id: __, user_email: ___, api_key_value: ____, ...row } = item;
    const { value: _____, ...expected } = listed;
    for (const given of [row, { ...row, api_key_value: null }]) {
      expect(plain(wire.page.parse({ ...page, items: [given] }).items)).toEqual([expected]);
    }
  });

  test("with a value masked in any form is read", () => {
    for (const api_key_value of ["apk_…abcd", "apk_••••abcd", "apk_ (hidden)"]) {
      expect(plain(wire.page.parse({ ...page, items: [{ ...item, api_key_value }] }).items)).toEqual([listed]);
    }
  });

  test("with a value of a form that nobody documented is read, and without it", () => {
    const { value: _, ...expected } = listed;
    for (const api_key_value of ["", 7, true, {}, []]) {
      expect(plain(wire.page.parse({ ...page, items: [{ ...item, api_key_value }] }).items)).toEqual([expected]);
    }
  });

  test("with a personal key of an id that is no service key's is read all the same", () => {
    const items = [{ ...item, id: "apk_user-something", is_service_key: false }];
    expect(wire.page.parse({ ...page, items }).items[0]).toMatchObject({
      id: "apk_user-something",
      isServiceKey: false,
    });
  });

  test("with a total that is no count is not read", () => {
    for (const total of [-1, 0.5, Number.POSITIVE_INFINITY])
      expect(wire.page.safeParse({ ...page, total }).success).toBe(false);
  });
});

describe("an answer to `self`", () => {
  const self = { api_key_id: id, org_id: "org-1", user_id: "u", user_email: "a@b.example" };
  describeAnswer(
    wire.self,
    self,
    { keyId: id, orgId: "org-1" },
    {
      optional: ["user_id", "user_email", "org_id"],
      nullable: ["org_id"],
    },
  );

  test.each(["", ".", "..", "a/b", "a;b", "a b"])(
    "with an id that cannot stand in a URL (%j) is read without it",
    (api_key_id) => {
      expect(wire.self.parse({ ...self, api_key_id }).keyId).toBeUndefined();
    },
  );

  test.each([id, `apk-${"f".repeat(35)}`, "svc_key.1"])("with any other id (%s) is read with it", (api_key_id) => {
    expect(wire.self.parse({ ...self, api_key_id }).keyId).toBe(api_key_id);
  });
});

describe("a revoked key", () => {
  describeAnswer(wire.revoked, { status: "success" }, { status: "success" });

  test("is one by no other status", () => {
    for (const status of ["failed", "", "Success"]) expect(wire.revoked.safeParse({ status }).success).toBe(false);
  });
});
