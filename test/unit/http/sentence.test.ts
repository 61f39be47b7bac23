/** Which of a vendor's words a message may repeat: its sentences. Whatever could be a key, a token, an id or an echo is left out. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readErrorAnswer } from "../../../provider/core/vendor/http/error-answer";

function sentenceOf(body: unknown): string | undefined {
  return readErrorAnswer(JSON.stringify(body))?.sentence;
}

describe("the vendors' documented sentences are repeated", () => {
  test.each([
    { message: "You don't have permission to access this resource" },
    { message: "Service account not found" },
    { message: "API key not found" },
    { message: "expires_at cannot be in the past" },
    { message: "Authentication required" },
    { detail: "Not authenticated" },
    { detail: "Invalid or expired token" },
    { detail: "API key is already revoked" },
    { detail: "API key must be revoked before it is deleted" },
    { detail: "Only the personal API key of an enterprise admin may do this" },
    { title: "Internal Server Error" },
    { message: "Rate limit exceeded: at most 100 requests in 60 seconds (try again later)." },
    { detail: "Organization name is unauthenticated, self-service/enterprise only!" },
  ])("%j", (body) => {
    expect(sentenceOf(body)).toBe(Object.values(body)[0]);
  });

  test.each([
    { error: "API key not found" },
    { error: { code: "not_found", message: "API key not found", status_code: 404 } },
    { detail: { message: "API key not found" } },
    { detail: ["API key not found"] },
    { detail: [{ message: "API key not found" }] },
    { message: "API key not found", code: "not_found" },
    { message: "API key not found", errors: [] },
    { type: "about:blank", title: "Not Found", status: 404, detail: "API key not found", instance: null, errors: null },
  ])("in each form in which vendors write errors: %j", (body) => {
    expect(sentenceOf(body)).toBe("API key not found");
  });

  test("of FastAPI's list of problems the sentences alone", () => {
    const detail = [
      { loc: ["body", "org_id"], msg: "Field required", type: "missing" },
      { loc: ["body", "name"], msg: "String too short", type: "short" },
    ];
    expect(sentenceOf({ detail })).toBe("Field required; String too short");
  });

  test("of a problem document the detail, and the title when the detail is not safe", () => {
    expect(sentenceOf({ title: "Not Found", detail: "API key not found", status: 404 })).toBe("API key not found");
    expect(sentenceOf({ title: "Not Found", detail: "no key apk-0123456789abcdef0123456789abcdef" })).toBe("Not Found");
  });

  test("the errors of fields when the message is not safe", () => {
    const errors = { description: "a non-empty string is required" };
    expect(sentenceOf({ message: "x".repeat(30), errors })).toBe("a non-empty string is required");
  });
});

describe("what could be anything else is not repeated", () => {
  const alphanumeric = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"];
  const token = fc.string({ unit: fc.constantFrom(...alphanumeric), minLength: 16, maxLength: 200 });
  const letters = fc
    .tuple(
      fc.string({ unit: fc.constantFrom(...alphanumeric.slice(0, 52)), minLength: 16, maxLength: 24 }),
      fc.constantFrom("mixed", "lower", "upper", "capitalised"),
    )
    .map(([text, written]) => {
      if (written === "mixed") return text;
      if (written === "upper") return text.toUpperCase();
      return (
        (written === "lower" ? "" : text.charAt(0).toUpperCase()) +
        text.toLowerCase().slice(written === "lower" ? 0 : 1)
      );
    });
  const glue = fc.constantFrom("", " ", ": ", '"', "'", "`", "(", "/", ".", ",", ";", "?", "!", "\n", "-", "_");
  const words = fc.constantFrom("", "The key", "is not known", "API key not found", "Bearer");

  function bodies(text: string): unknown[] {
    return [
      { message: text },
      { detail: text },
      { title: text },
      { error: text },
      { error: { code: text, message: text, status_code: 404 } },
      { error: { code: text, message: "Not found", [text]: text } },
      { detail: { message: text } },
      { detail: [text, { message: text }] },
      { message: text, code: text },
      { message: text, detail: text, title: text, errors: { description: text } },
      { detail: [{ msg: text }] },
      { detail: [{ msg: "Field required" }, { msg: text, loc: [text], input: text }] },
      { message: "x".repeat(99), errors: { description: text, [text]: "wrong" } },
    ];
  }

  test.each([
    ["any token", token],
    ["a token of letters alone", letters],
  ])("%s, wherever it stands in whichever field", (_name, tokens) => {
    fc.assert(
      fc.property(tokens, words, words, glue, glue, (secret, before, after, left, right) => {
        for (const body of bodies(`${before}${left}${secret}${right}${after}`)) {
          expect(sentenceOf(body) ?? "").not.toContain(secret);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    "apk-0123456789abcdef0123456789abcdef",
    "apk_user_0a1b2c3d4e",
    "org-0123456789abcdef0123456789abcdef",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
    "sk_live_51H8abcDEF",
    "pk_test_a1b2c3",
    "someone@example.com",
    "https://api.example/v2/keys",
    "1234567",
    "q0m+/3Zx==",
    "[pulumi:01234567.0123456789ab]",
    "\u001b[31m",
    "a\u0000b",
    "\u202egpj.exe",
  ])("a sentence with %j", (echo) => {
    for (const text of [echo, `The key ${echo} is not known`, `${echo}: not found`, `not found (${echo})`]) {
      expect(sentenceOf({ message: text }) ?? "").not.toContain(echo);
    }
  });

  test("a sentence that is too long to be one", () => {
    expect(sentenceOf({ message: "no ".repeat(101) })).toBeUndefined();
  });

  test("a number too long to be a count", () => {
    expect(sentenceOf({ message: "wait 12345 seconds" })).toBe("wait 12345 seconds");
    expect(sentenceOf({ message: "wait 123456 seconds" })).toBeUndefined();
  });
});

describe("whose answer it is", () => {
  test.each([
    "",
    "<html>not found</html>",
    "null",
    "[]",
    "{}",
    '"not found"',
    '{"error":1}',
    '{"error":{"code":"not_found"}}',
    '{"detail":{}}',
    '{"code":404}',
    '{"message":1}',
    '{"cut',
  ])("%j is not in the vendors' own form", (body) => {
    expect(readErrorAnswer(body)).toBeUndefined();
  });

  test("a vendor's own answer is one even when its words are not safe to repeat", () => {
    expect(readErrorAnswer('{"message":"apk-0123456789"}')).toEqual({ sentence: undefined });
  });

  test("whatever a body is, reading it never fails", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => void readErrorAnswer(body)),
      { numRuns: 2000 },
    );
  });
});
