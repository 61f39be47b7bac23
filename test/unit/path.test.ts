/**
 * From a key id to a URL. Whatever text is tried as an id, a URL is built only for an allowed one, and has exactly the path that was
 * written. Otherwise an id such as `.` could send a DELETE to the collection, which revokes every key in it.
 */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { vendorNames } from "../../emulator/index";
import { KeyIdFormat } from "../../provider/core/values/key-id";
import { path, urlBelow } from "../../provider/core/vendor/http/path";
import { anyId } from "../promises/ids/any-id";
import { kits } from "../vendors/index";

const base = "https://vendor.example/api/v2";

test.each(vendorNames)(
  "%s: of 100,000 texts only those that are ids come into a URL, each as one segment",
  (vendor) => {
    const { definition, keyIds: allowed } = kits[vendor];
    const format = definition.keyId;
    let built = 0;
    fc.assert(
      fc.property(anyId, (text) => {
        const keyId = format.read(text);
        if ((keyId !== undefined) !== allowed.test(text)) throw new Error("read otherwise than it is allowed");
        if (keyId === undefined) return;
        const url = urlBelow(base, path`/keys/${keyId}`);
        if (url.href !== `${base}/keys/${text}` || url.pathname !== `/api/v2/keys/${text}`)
          throw new Error("another URL");
        built += 1;
      }),
      { numRuns: 100_000 },
    );
    expect(built).toBeGreaterThan(500);
  },
);

test("the path tag refuses whatever is no plain segment, and lets nothing of it into its message", () => {
  const plain = /^[A-Za-z0-9_-][A-Za-z0-9._~:@+=-]{0,127}$/;
  fc.assert(
    fc.property(anyId, (text) => {
      let built: string | undefined;
      let error: unknown;
      try {
        built = path`/keys/${text}/revoke`;
      } catch (caught) {
        error = caught;
      }
      if (plain.test(text)) {
        if (urlBelow(base, built ?? "").pathname !== `/api/v2/keys/${text}/revoke`) throw new Error("another path");
      } else if (
        built !== undefined ||
        !(error instanceof Error) ||
        (text.length > 3 && error.message.includes(text))
      ) {
        throw new Error("not refused, or quoted");
      }
    }),
    { numRuns: 100_000 },
  );
});

test.each([
  "",
  ".",
  "..",
  "a/b",
  "a\\b",
  "%2e",
  "%2e%2e",
  "a?b",
  "a#b",
  "a b",
  "a;b",
  ";",
  "..;",
  "~",
  "@",
  ":",
  "a%2e",
  "a*",
  "\n",
  "a\n",
  "é",
  "a".repeat(129),
])("%j is no segment", (text) => {
  expect(() => path`/keys/${text}`).toThrow("no plain path segment");
});

test("nothing but text is read as an id", () => {
  for (const value of [undefined, null, 0, {}, [], ["a"], new String("a"), () => "a"])
    expect(new KeyIdFormat(/./).read(value)).toBeUndefined();
});

test.each([
  "https://vendor.example/keys?",
  "https://vendor.example/keys#",
  "https://vendor.example/keys/one?",
  "https://vendor.example/keys/one#",
  "https://vendor.example/keys/one?a=",
  "https://vendor.example/#",
  "https://vendor.example/a/..",
  "https://vendor.example/a/%2e%2e",
  "https://vendor.example/a\\b",
])("a base %j, which swallows the path or is not spelled as it is called, is refused", (base) => {
  expect(() => urlBelow(base, "/keys/one")).toThrow("do not spell");
});

test("a query is added to a path and never changes it", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }), (query) => {
      const url = urlBelow(base, "/keys", query);
      expect(url.pathname).toBe("/api/v2/keys");
      expect(url.hash).toBe("");
    }),
  );
});
