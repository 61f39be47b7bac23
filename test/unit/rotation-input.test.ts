/** Wrong values of `rotation`, each refused with the reason. */
import { describe, expect, test } from "@jest/globals";
import { type Rotation, rotationInput, rotationProblems } from "../../provider/core/program/rotation-input";
import type { Duration } from "../../provider/core/values/instant";

const days = (count: number) => (count * 86_400_000) as Duration;

describe("a rotation that cannot be right", () => {
  test.each<[unknown, RegExp]>([
    [{ every: "0d" }, /write a duration with its unit, as "90d"/],
    [{ every: 30 }, /write a duration with its unit/],
    [{ overlap: "1 day" }, /write a duration with its unit/],
    [{ trigger: 7 }, /write a text\. A changed text rotates the key/],
    [{ evry: "30d" }, /it has no evry: write \{every\?, beforeExpiry\?, overlap\?, trigger\?\}/],
    ["30d", /write \{every\?, beforeExpiry\?, overlap\?, trigger\?\}/],
  ])("%j", (written, words) => {
    expect(rotationInput.safeParse(written).error?.issues[0]?.message).toMatch(words);
  });

  test.each<[Rotation, Duration | undefined, string, RegExp]>([
    [{ every: days(1), overlap: days(1) }, undefined, "rotation.overlap", /shorter than `every`/],
    [{ beforeExpiry: days(1) }, undefined, "rotation.beforeExpiry", /write `expiresIn` too/],
    [{ beforeExpiry: days(90) }, days(90), "rotation.beforeExpiry", /shorter than `expiresIn`/],
    [{ every: days(90) }, days(90), "rotation.every", /shorter than `expiresIn`, or `beforeExpiry`/],
  ])("%j beside a life of %p", (rotation, expiresIn, property, words) => {
    expect(rotationProblems({ rotation, expiresIn }, { life: "expiresIn" })).toEqual({
      [property]: expect.stringMatching(words),
    });
  });

  test.each<[number, Duration | undefined, RegExp]>([
    [365, undefined, /shorter than 365 days, the longest life of such a key, or `beforeExpiry`/],
    [400, days(500), /shorter than 365 days, the longest life/],
    [100, days(100), /shorter than `expiresIn`/],
  ])("an age of %p days beside a life of %p, where no key lives longer than 365 days", (every, expiresIn, words) => {
    const rotation = { every: days(every) };
    expect(rotationProblems({ rotation, expiresIn }, { life: "expiresIn", longest: days(365) })).toEqual({
      "rotation.every": expect.stringMatching(words),
    });
  });

  test("and rotations that can", () => {
    expect(
      rotationProblems(
        { rotation: { every: days(30), beforeExpiry: days(7), overlap: days(1) }, expiresIn: days(90) },
        { life: "expiresIn" },
      ),
    ).toEqual({});
    const rotation = { every: days(90), beforeExpiry: days(7) };
    expect(rotationProblems({ rotation, expiresIn: days(90) }, { life: "expiresIn" })).toEqual({});
    expect(rotationProblems({}, { life: "expiresIn" })).toEqual({});
  });
});
