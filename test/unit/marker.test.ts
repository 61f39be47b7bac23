/** The marker at the end of a text: it can be put on and taken off again, and the user's own words stay as they were. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type Marker,
  mark,
  markerLength,
  newNonce,
  resourceHash,
  resourceHashInput,
  unmark,
} from "../../provider/core/values/marker";

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const form = fc.constantFrom("long", "short");
const marker = fc.record({ hash: hex(8), nonce: hex(12), form }) as fc.Arbitrary<Marker>;
const one: Marker = { hash: resourceHash("urn:pulumi:dev::project::type::ci"), nonce: newNonce(), form: "long" };
const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    " ",
    "\n",
    "a ",
    " a",
    "a\n",
    "ends in [pulumi:01234567.0123456789ab]",
    "[pulumi:01234567.0123456789ab] ",
    "[pulumi:",
    "ends in [p:012345.01234567]",
    "[p:012345.",
    "]",
  ),
);

test("what was marked comes apart into the very same words and marker, whatever they are", () => {
  fc.assert(
    fc.property(texts, marker, (words, given) => {
      expect(unmark(mark(words, given) ?? "")).toEqual({ words, marker: given });
    }),
    { numRuns: 5000 },
  );
});

test("a mark without words is the marker alone", () => {
  for (const nothing of [undefined, ""]) {
    expect(mark(nothing, one)).toBe(`[pulumi:${one.hash}.${one.nonce}]`);
    expect(unmark(mark(nothing, one) ?? "")).toEqual({ words: "", marker: one });
  }
});

test("without a marker the words stay as they are", () => {
  expect(mark("for the build", undefined)).toBe("for the build");
  expect(mark(undefined, undefined)).toBeUndefined();
});

test("a marker never takes more room than it says", () => {
  fc.assert(
    fc.property(texts, marker, (words, given) => {
      expect((mark(words, given) ?? "").length).toBeLessThanOrEqual(words.length + markerLength(given.form));
    }),
  );
  expect(mark("x".repeat(224), one)).toHaveLength(255);
  expect(mark("x".repeat(30), { ...one, form: "short" })).toHaveLength(50);
});

describe("a user's own text that looks like a marker", () => {
  const lookalike = "[pulumi:01234567.0123456789ab]";

  test("stays in place under a real one", () => {
    expect(unmark(mark(`mine ${lookalike}`, one) ?? "")).toEqual({ words: `mine ${lookalike}`, marker: one });
  });

  test.each([
    `${lookalike} and more`,
    "[pulumi:0123456.0123456789ab]",
    "[pulumi:01234567.0123456789a]",
    "[pulumi:01234567.0123456789abc]",
    "[pulumi:0123456G.0123456789ab]",
    "[pulumi:01234567.0123456789AB]",
    "[pulumi:01234567 0123456789ab]",
    "[Pulumi:01234567.0123456789ab]",
    "pulumi:01234567.0123456789ab",
    `${lookalike}\n`,
    "[p:01234.01234567]",
    "[p:012345.0123456]",
    "[p:012345.012345+7]",
    "",
  ])("is none, unless it is exactly one at the end: %j", (words) => {
    expect(unmark(words)).toEqual({ words });
  });
});

test("a resource's hash is always the same for its URN, and another for another", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (urn, other) => {
      const hash = resourceHash(urn);
      expect(resourceHashInput.safeParse(hash).success).toBe(true);
      expect(resourceHash(urn)).toBe(hash);
      if (urn !== other) expect(resourceHash(other)).not.toBe(hash);
    }),
    { numRuns: 1000 },
  );
  // The hash is in states and in vendors' lists, so the same URN must give it for ever.
  expect(resourceHash("urn:pulumi:dev::project::type::ci")).toBe("39b08f95");
});

test("a nonce is drawn anew each time", () => {
  const nonces = Array.from({ length: 1000 }, newNonce);
  expect(new Set(nonces).size).toBe(1000);
  for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{12}$/);
});
