/** The text at whose end a marker stands. It must leave room for the marker. Where no marker follows, the user has the whole length. */

import { describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { check } from "../../provider/core/engine/check";
import { mark, markerLength, newNonce, resourceHash } from "../../provider/core/values/marker";
import { noConfig } from "../../provider/core/vendor/stack-config";
import { markedVendors } from "../vendors/every-vendor";
import { samples } from "./samples.test.support";

describe.each(markedVendors)("the text of a %s key that a marker ends", (vendor) => {
  const { definition, inputs } = samples[vendor];
  const { marked } = definition;
  if (!marked) throw new Error(`${definition.type} has no marker`);
  const { input, limit, form } = marked;
  const most = limit - markerLength(form);
  const problemsOf = (words: string, more = {}) =>
    check(definition, {}, { ...inputs, [input]: words, ...more }, noConfig);

  test("may be so long that the vendor takes it with its marker", () => {
    expect(problemsOf("x".repeat(most))).toEqual([]);
    const marker = { hash: resourceHash("urn"), nonce: newNonce(), form };
    expect(mark("x".repeat(most), marker)).toHaveLength(limit);
  });

  test("fails when it is longer, and is told both lengths", () => {
    const reason = expect.stringMatching(`write at most ${most} characters, or ${limit} with .marker: false.`);
    expect(problemsOf("x".repeat(most + 1))).toEqual([{ property: input, reason }]);
  });

  test("may be as long as the vendor takes it where no marker follows, or where that is not known yet", () => {
    for (const marker of [false, unknownValue]) {
      expect(problemsOf("x".repeat(limit), { marker })).toEqual([]);
      const reason = `write at most ${limit} characters`;
      expect(problemsOf("x".repeat(limit + 1), { marker })).toEqual([{ property: input, reason }]);
    }
  });

  test("is counted as the vendors count: an emoji is one character", () => {
    expect(problemsOf("🔑".repeat(most))).toEqual([]);
    expect(problemsOf("🔑".repeat(most + 1))).toHaveLength(1);
  });
});
