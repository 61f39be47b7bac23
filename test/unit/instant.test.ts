/** Instants and durations as users write them and as vendors answer them. Each instant has one text, and nothing is guessed. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  after,
  type Duration,
  durationInput,
  epochMilliseconds,
  epochSeconds,
  fromEpochSeconds,
  instant,
  instantInput,
  now,
  span,
} from "../../provider/core/values/instant";
import { isoInstant, unixInstant, unixInstantOrNever } from "../../provider/core/vendor/answer-fields";

const years2000To2100 = fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

describe("an instant that a user writes", () => {
  test.each([
    "2027-01-31T12:00:00Z",
    "2027-01-31T12:00:00+00:00",
    "2027-01-31T12:00:00-00:00",
    "2027-01-31T14:00:00+02:00",
    "2027-01-31T06:30:00-05:30",
    "2027-02-01T01:00:00+13:00",
  ])("%s is the same as in other words", (text) => {
    expect(instantInput.parse(text)).toBe("2027-01-31T12:00:00Z");
  });

  test.each([
    ...["2027-01-31", "2027-01-31T12:00Z", "2027-01-31T12:00:00", "2027-01-31T12:00:00.5Z", "2027-01-31T12:00:00.000Z"],
    ...[
      "2027-02-29T12:00:00Z",
      "2027-13-01T12:00:00Z",
      "2027-01-32T12:00:00Z",
      "2027-01-31T24:00:00Z",
      "2027-01-31T12:60:00Z",
    ],
    ...[
      "2027-01-31T12:00:60Z",
      "2027-01-31 12:00:00Z",
      " 2027-01-31T12:00:00Z",
      "2027-01-31T12:00:00Z ",
      "27-01-31T12:00:00Z",
    ],
    ...["90d", "tomorrow", "", "0", "1801396800", "Sun, 31 Jan 2027 12:00:00 GMT", "2027-01-31T12:00:00+24:00"],
    ...[1801396800, Number.NaN, new Date(0), null, true, {}],
  ])("%j is refused, with what to write instead", (text) => {
    const parsed = instantInput.safeParse(text);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([
      'write an RFC 3339 instant with whole seconds, as "2027-01-31T12:00:00Z"',
    ]);
  });

  test("is read to the second and written as the same instant, whatever its offset", () => {
    const offset = fc.tuple(
      fc.constantFrom("+", "-"),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
    );
    fc.assert(
      fc.property(years2000To2100, offset, (date, [sign, hours, minutes]) => {
        const time = Math.floor(date.getTime() / 1000) * 1000;
        const shift = (sign === "+" ? 1 : -1) * (hours * 60 + minutes) * 60_000;
        const local = new Date(time + shift).toISOString().slice(0, 19);
        const written = `${local}${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
        expect(epochMilliseconds(instantInput.parse(written))).toBe(time);
        expect(instantInput.parse(instantInput.parse(written))).toBe(instant(time));
      }),
    );
  });

  test("never makes reading it fail with anything but a refusal", () => {
    const digits = fc.array(fc.constantFrom(..."0123456789-+:TZ. "), { maxLength: 26 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(digits, fc.anything()), (value) => void instantInput.safeParse(value)),
      { numRuns: 5000 },
    );
  });
});

describe("a duration that a user writes", () => {
  test.each([
    ["90d", 90 * 86_400_000],
    ["2160h", 90 * 86_400_000],
    ["129600m", 90 * 86_400_000],
    ["1m", 60_000],
    ["999999d", 999_999 * 86_400_000],
  ])("%s is %d ms", (text, ms) => {
    expect(durationInput.parse(text)).toBe(ms);
  });

  test.each([
    ...[
      "90",
      "0d",
      "00d",
      "01d",
      "1.5h",
      "-1d",
      "+1d",
      "1e3d",
      "1000000d",
      "d",
      "",
      " 1d",
      "1d ",
      "1 d",
      "1D",
      "1w",
      "1s",
      "1ms",
      "1d12h",
      "١d",
    ],
    ...[90, 0, 90n, null, true, ["90d"], {}],
  ])("%p is refused, with what to write instead", (text) => {
    const parsed = durationInput.safeParse(text);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues.map(({ message }) => message)[0]).toBe(
      'write a duration with its unit, as "90d", "12h" or "30m"',
    );
  });

  test("is the same in other units", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), (days) => {
        expect(durationInput.parse(`${days}d`)).toBe(durationInput.parse(`${days * 24}h`));
        expect(durationInput.parse(`${days}h`)).toBe(durationInput.parse(`${days * 60}m`));
      }),
    );
  });
});

test("an instant keeps whole seconds, the earlier one, and comes back from its text", () => {
  fc.assert(
    fc.property(years2000To2100, (date) => {
      const text = instant(date);
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(epochMilliseconds(text)).toBe(Math.floor(date.getTime() / 1000) * 1000);
      expect(fromEpochSeconds(epochSeconds(text))).toBe(text);
      expect(instant(epochMilliseconds(text))).toBe(text);
    }),
  );
});

test("the order of two instants is the order of their texts", () => {
  fc.assert(
    fc.property(years2000To2100, years2000To2100, (one, other) => {
      const [a, b] = [instant(one), instant(other)];
      expect(a < b).toBe(epochMilliseconds(a) < epochMilliseconds(b));
    }),
  );
});

test("a span after an instant is that much later", () => {
  const day = 86_400_000 as Duration;
  expect(after(instantInput.parse("2027-12-31T23:59:59Z"), day)).toBe("2028-01-01T23:59:59Z");
});

test("a span is told rounded, in the greatest unit of which it has two", () => {
  const [minute, day] = [60_000, 86_400_000];
  const told = [7 * day - 2_000, 30 * day - 40 * minute, 2 * day, 2 * day - 1, 2 * minute + 29_000, 0].map(span);
  expect(told).toEqual(["7 days", "30 days", "2 days", "48 hours", "2 minutes", "0 minutes"]);
});

test("now is now", () => {
  expect(Math.abs(epochMilliseconds(now()) - Date.now())).toBeLessThan(2000);
});

describe("an instant that a vendor answers", () => {
  test.each([
    ["2027-01-31T12:00:00Z", "2027-01-31T12:00:00Z"],
    ["2027-01-31T12:00:00.999999Z", "2027-01-31T12:00:00Z"],
    ["2027-01-31T12:00:00", "2027-01-31T12:00:00Z"],
    ["2027-01-31T12:00:00.123456", "2027-01-31T12:00:00Z"],
    ["2027-01-31T14:00:00+02:00", "2027-01-31T12:00:00Z"],
    ["2027-01-31T14:00:00+0200", "2027-01-31T12:00:00Z"],
    ["2027-01-31 14:00:00.678+02", "2027-01-31T12:00:00Z"],
    ["2027-01-31 12:00:00", "2027-01-31T12:00:00Z"],
  ])("in ISO 8601 or as PostgreSQL writes it, %s, is UTC where it does not say otherwise", (text, expected) => {
    expect(isoInstant.parse(text)).toBe(expected);
  });

  test("in Unix seconds may have a fraction", () => {
    expect(unixInstant.parse(1801396800.75)).toBe("2027-01-31T12:00:00Z");
    expect(unixInstantOrNever.parse(1801396800)).toBe("2027-01-31T12:00:00Z");
  });

  test("is never, where 0, null or nothing stands for it", () => {
    for (const never of [0, null, undefined]) expect(unixInstantOrNever.parse(never)).toBeUndefined();
  });

  test("of whatever form makes the answer unreadable, and never fails otherwise", () => {
    const forms = [isoInstant, unixInstant, unixInstantOrNever];
    const values = fc.oneof(
      fc.anything(),
      fc.double(),
      fc.string(),
      fc.constantFrom("", "soon", -1, 1e13, 1e300, Number.MAX_VALUE, "1801396800"),
    );
    fc.assert(
      fc.property(values, fc.constantFrom(...forms), (value, form) => {
        const parsed = form.safeParse(value);
        if (parsed.success && parsed.data !== undefined) expect(Number.isNaN(Date.parse(parsed.data))).toBe(false);
      }),
      { numRuns: 5000 },
    );
    for (const wrong of [null, undefined, "", "soon", 1801396800])
      expect(isoInstant.safeParse(wrong).success).toBe(false);
    for (const wrong of [null, undefined, "1801396800", 0, -1, Number.NaN, 1.7e15])
      expect(unixInstant.safeParse(wrong).success).toBe(false);
    for (const wrong of ["1801396800", -1, Number.NaN, 1.7e15])
      expect(unixInstantOrNever.safeParse(wrong).success).toBe(false);
  });
});

test("a vendor's date outside of the years that four digits write is the nearest instant within them", () => {
  expect(instant(Date.parse("-271821-04-20T00:00:00Z") - 1_000)).toBe("1970-01-01T00:00:00Z");
  expect(instant(Date.parse("+275760-09-13T00:00:00Z") + 1_000)).toBe("9999-12-31T23:59:59Z");
});
