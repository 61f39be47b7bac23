/** The arithmetic of `npm run year`, and a few days of it through the real provider process. */
import { describe, expect, test } from "@jest/globals";
import { runChild } from "../../tools/child";
import { projectFile } from "../../tools/project";
import "../e2e/harness/environment";
import { createEmulator, vendorNames } from "../../emulator/index";
import { vendorThat } from "../vendors/every-vendor";
import { isMarked } from "../vendors/kit";
import { liveAtOnce } from "./lives";
import { brokenPromises } from "./verdict";
import { liveThrough } from "./year";

const dayMs = 86_400_000;

test("keys that are live at once are counted at each instant", async () => {
  const emulator = await createEmulator({ now: "2026-01-01T00:00:00Z" });
  try {
    const [a, b, c] = ["2026-01-01", "2026-01-02", "2026-01-05"].map((day) => {
      emulator.clock.set(day);
      return emulator.strangers.mint(vendorThat(isMarked));
    });
    if (!a || !b || !c) throw new Error("three keys were minted");
    a.revokedAt = Date.parse("2026-01-03");
    b.revokedAt = Date.parse("2026-01-04");
    const until = Date.parse("2026-01-06");
    expect(liveAtOnce([a, b], Date.parse("2026-01-04"))).toEqual({ least: 1, greatest: 2 });
    expect(liveAtOnce([a, b, c], until)).toEqual({ least: 0, greatest: 2 });
    b.revokedAt = null;
    a.revokedAt = null;
    expect(liveAtOnce([a, b, c], until)).toEqual({ least: 1, greatest: 3 });
  } finally {
    await emulator.close();
  }
});

test("33 days: one rotation of each key, no service refused, none left", async () => {
  const options = { days: 33, keysPerVendor: 3, missed: 0.4, seed: 3 };
  const year = await liveThrough(options);
  expect(brokenPromises(year, options)).toEqual([]);
  expect([...year.rotations]).toEqual([[1, 3 * vendorNames.length]]);
});

test("services that pick a new value up later than the overlap are refused, and the year tells it", async () => {
  const options = { days: 33, keysPerVendor: 1, missed: 0.9, seed: 437, latestPickUpMs: 3 * dayMs };
  const year = await liveThrough(options);
  expect(year.failures.length).toBeGreaterThan(0);
  expect(brokenPromises(year, options)).toEqual([expect.stringMatching(/^\d+ authentications failed, .*-0 at 20/)]);
});

describe("npm run year", () => {
  const year = (...args: string[]) => runChild(process.execPath, [projectFile("dist", "tools", "year.js"), ...args]);

  test("ends with 1, and says why, when a promise is not kept", async () => {
    const { code, output } = await year("--days", "2", "--keys", "1", "--seed", "7", "--missed", "0");
    expect(output.split("\n")).toEqual([
      `seed 7: 2 days, 3 runs (0 missed), ${vendorNames.length} keys`,
      `rotations per key: 0 (${vendorNames.length} keys)`,
      expect.stringMatching(/^authentications: [1-9]/),
      "failed authentications: 0",
      "live keys of a resource at any instant: at least 1, at most 1",
      "live keys after destroy: 0",
      // In two days nothing rotates.
      "BROKEN 1 keys of a resource were live at once, at most",
      "",
    ]);
    expect(code).toBe(1);
  });

  test.each([
    ["--seed", "abc"],
    ["--days", "a month"],
    ["--missed", "5"],
  ])("refuses %s %s", async (...args) => {
    expect(await year(...args)).toEqual({
      code: 1,
      output: expect.stringContaining(`${args.join(" ")}: that is no number for it`),
    });
  });
});
