/** The tools print no line that holds a secret. */
import { expect, test } from "@jest/globals";
import { withoutSecrets } from "../../tools/canary";

test("a line that holds a secret is not printed, in whatever form the secret stands there", () => {
  const canary = "canary0123456789abcdef01234567";
  const hidden = Buffer.from(`token ${canary}`).toString("base64");
  const told = withoutSecrets(`BROKEN\n  said ${canary}x\n  ${hidden}\nseed 1`, canary);
  expect(told.split("\n")).toEqual([
    "BROKEN",
    expect.stringMatching(/^\(a line/),
    expect.stringMatching(/^\(a line/),
    "seed 1",
  ]);
});
