/** The arithmetic of `npm run year`, and a few days of it through the real provider process. */
import { expect, test } from "@jest/globals";
import "../e2e/harness/environment";
import { createEmulator } from "../emulator/index";
import { validAtOnce } from "./lives";
import { liveThrough } from "./year";

test("keys that are valid at once are counted at each instant", async () => {
  const emulator = await createEmulator({ now: "2026-01-01T00:00:00Z" });
  try {
    const [a, b, c] = ["2026-01-01", "2026-01-02", "2026-01-05"].map((day) => {
      emulator.clock.set(day);
      return emulator.strangers.mint("kosli");
    });
    if (!a || !b || !c) throw new Error("three keys were minted");
    a.revokedAt = Date.parse("2026-01-03");
    b.revokedAt = Date.parse("2026-01-04");
    const until = Date.parse("2026-01-06");
    expect(validAtOnce([a, b], Date.parse("2026-01-04"))).toEqual({ least: 1, greatest: 2 });
    expect(validAtOnce([a, b, c], until)).toEqual({ least: 0, greatest: 2 });
    b.revokedAt = null;
    a.revokedAt = null;
    expect(validAtOnce([a, b, c], until)).toEqual({ least: 1, greatest: 3 });
  } finally {
    await emulator.close();
  }
});

test("33 days: one rotation of each key, no service refused, none left", async () => {
  const { rotations, failures, valid, liveAfterDestroy, broken } = await liveThrough({
    days: 33,
    keysPerVendor: 3,
    missed: 0.4,
    seed: 3,
  });
  expect({ rotations: [...rotations], failures, valid, liveAfterDestroy, broken }).toEqual({
    rotations: [[1, 9]],
    failures: [],
    valid: { least: 1, greatest: 2 },
    liveAfterDestroy: 0,
    broken: [],
  });
});
