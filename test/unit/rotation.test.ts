/** What is due, by the present settings, the record and the clock: tables of moments. */
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import type { Adopted } from "../../provider/core/program/inputs";
import { type Rotation, triggerHash } from "../../provider/core/program/rotation-input";
import { planOf } from "../../provider/core/record/plan";
import { lineOf } from "../../provider/core/record/preview-line";
import { type KeyRecord, newRecordId, type OwnKey } from "../../provider/core/record/record";
import { succeed } from "../../provider/core/record/succession";
import { type Duration, type Instant, instant, after as later } from "../../provider/core/values/instant";
import type { KeyId } from "../../provider/core/values/key-id";
import type { Nonce } from "../../provider/core/values/marker";

const minutes = (count: number) => (count * 60_000) as Duration;
const hours = (count: number) => minutes(60 * count);
const days = (count: number) => hours(24 * count);

const mintedAt = "2026-01-01T00:00:00Z" as Instant;
const key: OwnKey = { keyId: "key-1" as KeyId, value: undefined, createdAt: mintedAt, outputs: {} };
const previous = { keyId: "key-0" as KeyId, validUntil: later(mintedAt, days(1)) };

const nonce = "0123456789ab" as Nonce;
const window = { from: mintedAt, until: mintedAt, isExact: false };
const pending = { ...window, nonce, marked: true, isListed: true, candidates: [], others: [] };

function record(changes: Partial<OwnKey> = {}, more: Partial<KeyRecord> = {}): KeyRecord {
  const mintedBy = { url: "https://vendor.example" };
  return { recordId: newRecordId(), mintedBy, identity: {}, key: { ...key, ...changes }, ...more };
}

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(mintedAt) });
});
afterEach(() => {
  jest.useRealTimers();
});

/** What is due `age` after the mint. */
function planAfter(age: Duration, held: KeyRecord, rotation: Rotation, adopt?: Adopted) {
  jest.setSystemTime(Date.parse(mintedAt) + age);
  return planOf(held, { rotation, adopt });
}

const line = (held: KeyRecord, rotation: Rotation, adopt?: { keyId: string; value?: string }) =>
  lineOf(held, planOf(held, { rotation, adopt }), { rotation, adopt });

describe("a key rotates", () => {
  const every = days(30);
  test.each<[string, Duration, KeyRecord, Rotation, boolean]>([
    ["not before `every`", hours(30 * 24 - 2), record(), { every }, false],
    ["an hour before, so that a daily run does not drift", hours(30 * 24 - 1), record(), { every }, true],
    ["at `every`", every, record(), { every }, true],
    ["long after, when runs were missed", days(300), record(), { every }, true],
    ["by a short cycle not an hour early", minutes(20), record(), { every: minutes(30) }, false],
    ["by a short cycle a 24th of it early", minutes(29), record(), { every: minutes(30) }, true],
    [
      "not before its expiry comes near",
      days(80),
      record({ expiresAt: later(mintedAt, days(90)) }),
      { beforeExpiry: days(7) },
      false,
    ],
    [
      "when its expiry comes near",
      days(83),
      record({ expiresAt: later(mintedAt, days(90)) }),
      { beforeExpiry: days(7) },
      true,
    ],
    ["never by an expiry that it does not have", days(1000), record(), { beforeExpiry: days(7) }, false],
    ["when it has expired, whatever is set", days(90), record({ expiresAt: later(mintedAt, days(90)) }), {}, true],
    [
      "on another trigger",
      days(0),
      record({ trigger: triggerHash({ rotation: { trigger: "1" } }) }),
      { trigger: "2" },
      true,
    ],
    [
      "not on the same trigger",
      days(0),
      record({ trigger: triggerHash({ rotation: { trigger: "1" } }) }),
      { trigger: "1" },
      false,
    ],
    ["not on the first trigger", days(0), record(), { trigger: "1" }, false],
    ["not when the trigger goes", days(0), record({ trigger: triggerHash({ rotation: { trigger: "1" } }) }), {}, false],
    ["never without settings", days(3000), record(), {}, false],
  ])("%s", (_, age, held, rotation, isDue) => {
    expect(planAfter(age, held, rotation).is).toBe(isDue ? "replace" : "stay");
  });

  test("in place with an overlap, by a replacement without one, and only after a pending mint is settled", () => {
    const plan = (held: KeyRecord, rotation: Rotation) => planAfter(days(30), held, { every, ...rotation });
    expect(plan(record(), { overlap: days(1) })).toMatchObject({ is: "rotate" });
    expect(plan(record(), {})).toMatchObject({ is: "replace" });
    expect(plan(record({}, { pending }), {})).toEqual({ is: "settle" });
  });

  test("without an overlap, only once the previous key has ended, unless a trigger asks for it", () => {
    const before = { ...previous, validUntil: later(mintedAt, days(31)) };
    const held = record({ trigger: triggerHash({ rotation: { trigger: "1" } }) }, { previous: before });
    expect(planAfter(days(30), held, { every })).toMatchObject({ is: "stay" });
    expect(planAfter(days(31), held, { every })).toMatchObject({ is: "retire" });
    expect(planAfter(days(30), held, { trigger: "2" })).toMatchObject({ is: "replace" });
  });

  test("not early while a previous key's overlap lasts", () => {
    const before = { ...previous, validUntil: later(mintedAt, hours(2)) };
    const rotation = { every: hours(2), overlap: minutes(119) };
    expect(planAfter(minutes(117), record(), rotation).is).toBe("rotate");
    expect(planAfter(minutes(117), record({}, { previous: before }), rotation).is).toBe("stay");
    expect(planAfter(hours(2), record({}, { previous: before }), rotation).is).toBe("rotate");
  });

  test("at half of its life where the vendor gave it a shorter one than `beforeExpiry`", () => {
    const held = record({ expiresAt: later(mintedAt, days(10)) });
    expect(planAfter(days(4), held, { beforeExpiry: days(20) }).is).toBe("stay");
    expect(planAfter(days(5), held, { beforeExpiry: days(20) }).is).toBe("replace");
  });

  test("not while `adopt` in the program names it, and the line in preview says so", () => {
    const adopt = { keyId: key.keyId as string };
    expect(planAfter(days(30), record(), { every }, adopt)).toMatchObject({ is: "stay" });
    expect(line(record(), { every }, adopt)).toBe(
      "key key-1 is 30 days old: it rotates once `adopt` is removed from the program",
    );
  });
});

describe("the previous key", () => {
  test("is retired when its overlap is over, not a second before, whatever the settings are now", () => {
    const held = record({}, { previous });
    for (const rotation of [{}, { every: days(30), overlap: days(5) }]) {
      expect(planAfter((days(1) - 1000) as Duration, held, rotation)).toMatchObject({ is: "stay" });
      expect(planAfter(days(1), held, rotation)).toMatchObject({ is: "retire" });
    }
  });

  test("is live for the overlap, counted from when the new key comes into use, or until its own expiry if that is earlier", () => {
    // The date of its creation does not count: its mint may have been pending for a while, or its answer may have had a wrong date.
    const fresh = { ...key, keyId: "key-2" as KeyId, createdAt: later(mintedAt, days(20)) };
    jest.setSystemTime(Date.parse(mintedAt) + days(30));
    expect(succeed(record(), fresh, days(2)).previous).toEqual({
      keyId: "key-1",
      validUntil: later(mintedAt, days(32)),
    });
    const expiring = record({ expiresAt: later(mintedAt, days(31)) });
    expect(succeed(expiring, fresh, days(2)).previous).toMatchObject({
      validUntil: later(mintedAt, days(31)),
    });
  });
});

test("an `adopt` of another key adopts nothing, and keeps the key in use from rotating: both are said", () => {
  const said = (age: Duration) => {
    jest.setSystemTime(Date.parse(mintedAt) + age);
    return line(record(), { every: days(30) }, { keyId: "key-2" });
  };
  const stands = "adopts nothing: this resource already has key key-1. While `adopt` stands, key key-1 does not rotate";
  expect(said(days(1))).toContain(`${stands}, even after its expiry. Remove \`adopt\`.`);
  expect(said(days(30))).toContain(`${stands}, though it is 30 days old. Remove \`adopt\`.`);
});

describe("the line in preview", () => {
  const rotation = { every: days(30), overlap: days(1) };
  test.each<[string, Duration, KeyRecord, Rotation, string | undefined]>([
    ["nothing is due", days(3), record(), rotation, undefined],
    [
      "in place",
      days(30),
      record(),
      rotation,
      "key key-1 is 30 days old: a new key is minted; key key-1 stays live until 2026-02-01T00:00:00Z",
    ],
    [
      "after missed runs",
      days(40),
      record(),
      rotation,
      "key key-1 is 40 days old (due 10 days ago: one rotation, however many were missed): a new key is minted; key key-1 stays live until 2026-02-11T00:00:00Z",
    ],
    [
      "as a replacement",
      days(31),
      record(),
      { every: days(30) },
      "key key-1 is 31 days old (due 24 hours ago: one rotation, however many were missed): `pulumi up` mints a new key, updates what uses key key-1 in this stack, then revokes key key-1 (with `deleteBeforeReplace`, key key-1 is revoked first)",
    ],
    [
      "before an expiry",
      days(5),
      record({ expiresAt: later(mintedAt, days(7)) }),
      { beforeExpiry: days(2), overlap: hours(12) },
      "key key-1 expires at 2026-01-08T00:00:00Z, in 2 days: a new key is minted; key key-1 stays live until 2026-01-06T12:00:00Z",
    ],
    [
      "on a trigger",
      days(1),
      record({ trigger: triggerHash({ rotation: { trigger: "a" } }) }),
      { ...rotation, trigger: "b" },
      "key key-1 has another `rotation.trigger` than before: a new key is minted; key key-1 stays live until 2026-01-03T00:00:00Z",
    ],
    [
      "retire",
      days(2),
      record({}, { previous }),
      rotation,
      "revokes key key-0: key-1 took its place, and its overlap ended at 2026-01-02T00:00:00Z",
    ],
    [
      "while the previous key lives",
      days(30),
      record({}, { previous }),
      rotation,
      "key key-1 is 30 days old: a new key is minted; key key-1 stays live until 2026-02-01T00:00:00Z; previous key key-0 is revoked before the mint",
    ],
    [
      "without an overlap, while the previous key lives",
      days(30),
      record({}, { previous: { ...previous, validUntil: later(mintedAt, days(31)) } }),
      { every: days(30) },
      "key key-1 is 30 days old: it is replaced once previous key key-0, live until 2026-02-01T00:00:00Z, is revoked",
    ],
    [
      "on a trigger without an overlap, while the previous key lives",
      days(1),
      record(
        { trigger: triggerHash({ rotation: { trigger: "a" } }) },
        { previous: { ...previous, validUntil: later(mintedAt, days(2)) } },
      ),
      { trigger: "b" },
      "key key-1 has another `rotation.trigger` than before: `pulumi up` mints a new key, updates what uses key key-1 in this stack, then revokes key key-1 (with `deleteBeforeReplace`, key key-1 is revoked first); previous key key-0, live until 2026-01-03T00:00:00Z, is revoked with key key-1",
    ],
    [
      "where the key has gone, while the previous key lives",
      hours(1),
      { ...record({}, { previous }), key: undefined },
      rotation,
      "no key is in use: `pulumi up` mints a new key; previous key key-0 stays live until 2026-01-02T00:00:00Z",
    ],
    [
      "where the key has gone, and the overlap of the previous key is over",
      days(2),
      { ...record({}, { previous }), key: undefined },
      rotation,
      "no key is in use: `pulumi up` mints a new key; previous key key-0, whose overlap ended at 2026-01-02T00:00:00Z, is revoked by the next `pulumi up`",
    ],
  ])("%s", (_, age, held, settings, said) => {
    jest.setSystemTime(Date.parse(mintedAt) + age);
    expect(line(held, settings)).toBe(said);
  });

  test("while a mint is not settled says so, and which key stays in use", () => {
    const from = later(mintedAt, days(30));
    const held = record({}, { pending: { ...pending, from } });
    const open = `the mint of ${from} is not settled: \`pulumi up\` settles it, if it can, before anything else`;
    expect(line(held, rotation)).toBe(`${open}; key key-1 stays in use until then`);
    expect(line({ ...held, key: undefined }, rotation)).toBe(open);
    expect(line({ ...held, key: undefined }, rotation, { keyId: "key-2" })).toBe(
      `the mint of ${from} is not settled: \`pulumi up\` settles it, by the key that \`adopt\` names`,
    );
    const lost = "; the key in `adopt` is not used, because `adopt.value` is missing";
    expect(line(held, rotation, { keyId: "key-2" })).toBe(`${open}${lost}; key key-1 stays in use until then`);
    expect(line(held, rotation, { keyId: "key-2", value: "told" })).not.toContain(lost);
    expect(line(held, rotation, { keyId: "key-1" })).toBe(
      `the mint of ${from} is not settled: \`pulumi up\` settles it: \`adopt\` says that key key-1 stays in use`,
    );
  });
});

test("a daily run rotates once per period, however it is early or late, and however many runs are missed", () => {
  const rotation = { every: days(30), overlap: days(1) };
  const run = fc.record({ jitter: fc.integer({ min: 0, max: 3_599_000 }), isMissed: fc.boolean() });
  fc.assert(
    fc.property(fc.array(run, { minLength: 100, maxLength: 100 }), (runs) => {
      let held = record();
      let count = 0;
      runs.forEach(({ jitter, isMissed }, day) => {
        if (isMissed) return;
        const at = Date.parse(mintedAt) + (day + 1) * days(1) - jitter;
        jest.setSystemTime(at);
        const before = held;
        if (planOf(held, { rotation }).is === "rotate") {
          count++;
          held = succeed({ ...held, previous: undefined }, { ...key, createdAt: instant(at) }, rotation.overlap);
          expect(planOf(held, { rotation }).is).toBe("stay");
          expect(before.key && Date.parse(before.key.createdAt)).toBeLessThanOrEqual(at - rotation.every + hours(1));
        }
      });
      expect(count).toBeLessThanOrEqual(3);
    }),
    { numRuns: 100 },
  );
});
