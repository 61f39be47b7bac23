/** A lost answer whose key lists and dates do not tell. They must never prove that no key was created: the mint stays pending. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { dateSkew, lag, ok, reset, status, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { marked, unmarked } from "../vendors/chosen";
import { kits } from "../vendors/index";
import type { VendorKit } from "../vendors/kit";

const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

describe("that no key was created is not believed", () => {
  test("when the vendor's dates are 5 s ahead of its keys'", async () => {
    world = await OneStack.open(unmarked);
    for (const request of ["self", "list"] as const) world.script(request, dateSkew(5_000));
    world.script("mint", reset("after-commit"), ok);
    await world.upNamesTheLiveKey();
  });

  test.each([-3_600_000, -20_000, 60_000])("when every date of the vendor's is %d ms off", async (skewMs) => {
    world = await OneStack.open(unmarked);
    world.skewMs = Math.abs(skewMs);
    for (const request of ["self", "list"] as const) world.script(request, dateSkew(skewMs));
    world.script("mint", reset("after-commit"), ok);
    await world.upNamesTheLiveKey();
  });

  test("when the lists' date is an hour behind", async () => {
    world = await OneStack.open(unmarked);
    world.script("list", dateSkew(-3_600_000));
    world.script("mint", reset("after-commit"), ok);
    await world.upNamesTheLiveKey();
  });

  test("when the vendor tells no date and its clock is not ours", async () => {
    world = await OneStack.open(unmarked);
    vendorIsAhead(600_000);
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    world.script("mint", reset("after-commit"), ok);
    await world.upNamesTheLiveKey();
  });

  test.each(vendorNames)("when the lists of %s failed at first and its clock is not ours", async (vendor) => {
    // Where the answer to a mint proves the key id, no list is read for it. Then only the run's first mint has a date beside it, and the
    // second one, whose answer is lost here, has none.
    const { provingIds = {} }: VendorKit = kits[vendor];
    world = await OneStack.open(vendor, { switches: provingIds });
    vendorIsAhead(600_000);
    world.script("mint", ok, reset("after-commit"), ok);
    world.script("list", ok, status(501));
    await world.up(world.program({}, ["first", "second"]));
    world.script("list", ok);
    const { errors } = await world.destroy();
    expect(world.live).toHaveLength(1);
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
  });

  test("when the lists that showed the key are followed by some with another date", async () => {
    world = await OneStack.open(marked);
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, ok, dateSkew(3_600_000));
    world.skewMs = 3_600_000;
    const unmarked = world.program({ marker: false });
    await world.up(unmarked);
    world.script("list", ok);
    const { errors } = await world.up(unmarked);
    expect(world.live).toHaveLength(1);
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
  });

  function vendorIsAhead(byMs: number): void {
    world.emulator.clock.advance(byMs);
    world.skewMs = byMs;
  }
});

describe("a key that was minted, and whose id could not be told, is not called gone", () => {
  test("when a run in between could not list what was named", async () => {
    world = await OneStack.open(marked);
    world.skewMs = hourMs;
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, ok, dateSkew(hourMs));
    const unmarked = world.program({ marker: false });
    await world.up(unmarked);
    for (const lists of [status(501), ok]) {
      world.script("list", lists);
      expect((await world.up(unmarked)).errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    }
    expect(world.live).toHaveLength(1);
  });
});

test("a key that one list has shown is not believed gone because a later list lacks it", async () => {
  world = await OneStack.open(marked);
  world.script("mint", reset("after-commit"));
  world.script("list", ok, world.noKeys);
  const { errors } = await world.up(world.program({ marker: false }));
  expect(errors).toEqual([expect.stringContaining(`The only candidate is ${world.live[0]}`)]);
});

test("a key that lists show later is not believed gone because one list had a wrong date", async () => {
  world = await OneStack.open(marked);
  world.script("mint", { ...reset("after-commit"), ...lag({ lists: 1 }) }, ok);
  world.script("list", dateSkew(-hourMs), status(501));
  const unmarked = world.program({ marker: false });
  await world.up(unmarked);
  world.script("list", ok);
  const { errors } = await world.up(unmarked);
  expect(errors).toEqual([expect.stringContaining(`The only candidate is ${world.live[0]}`)]);
  expect(world.live).toHaveLength(1);
});
