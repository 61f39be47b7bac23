/** Some dozens of short random schedules. `npm run faults -- --runs N` runs N schedules of any length. */
import { expect, test } from "@jest/globals";
import { type VendorName, vendorNames } from "../../emulator/index";
import { vendorThat } from "../vendors/every-vendor";
import { isMarked } from "../vendors/kit";
import type { Defect } from "./broken-provider/defect";
import { drawSchedules } from "./schedules/arbitrary";
import { runSchedules } from "./schedules/lockstep";
import type { Schedule } from "./schedules/schedule";

const seed = 3;

test("a schedule is the same for the same seed and number, and goes through JSON", () => {
  const draw = (vendor: VendorName, from: number) => drawSchedules(vendor, seed, from, 5);
  for (const vendor of vendorNames) {
    expect(draw(vendor, 3).slice(2)).toEqual(draw(vendor, 5).slice(0, 3));
    expect(JSON.parse(JSON.stringify(draw(vendor, 0)))).toEqual(draw(vendor, 0));
  }
});

test("random schedules keep every promise", async () => {
  const drawn = vendorNames.flatMap((vendor) => drawSchedules(vendor, seed, 0, 30));
  const short = drawn.filter(({ steps }) => steps.length <= 2);
  expect(short.length).toBeGreaterThanOrEqual(16);
  expect(await runSchedules(short, { seed, timeFactor: 0.02 })).toEqual([]);
});

test("a schedule with 16 resources keeps every promise, at each vendor", async () => {
  const many = vendorNames.flatMap((vendor) => drawSchedules(vendor, seed, 0, 200).filter(hasMany).slice(0, 1));
  expect(many.map(({ vendor }) => vendor)).toEqual(vendorNames);
  expect(await runSchedules(many, { seed, timeFactor: 0.05 })).toEqual([]);
});

test.each<[Defect, string]>([
  ["forgets a lost answer", "every live key is in the state or named"],
  ["always finds a change", "the next run changes nothing"],
  ["deletes nothing", "destroy leaves no live key"],
])("of a provider that %s they find that %s not", async (defect, promise) => {
  // There are so many schedules that some lose an answer, even if the faults are drawn anew.
  const drawn = drawSchedules(vendorThat(isMarked), seed, 0, 40).filter(({ steps }) => steps.length <= 5);
  const findings = await runSchedules(drawn, { seed, timeFactor: 0.02, defect });
  expect(findings.map((finding) => finding.promise)).toContain(promise);
});

function hasMany({ steps }: Schedule): boolean {
  const [first] = steps[0]?.operations ?? [];
  return steps.length <= 3 && first?.is === "up" && Object.keys(first.wanted).length === 16;
}
