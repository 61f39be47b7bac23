/**
 * Lists that lag: a live key that lists still lack, or that the answers of one moment deny. The provider looks for it again, and must
 * never forget it.
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, type Fault, ok, reset, stall, status, type VendorName, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { marked, toldByKeys } from "../vendors/chosen";
import { vendorsThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { Routes } from "../vendors/kit";

let world: OneStack;
afterEach(() => world.close());

const notFound: Fault = {
  ...body({ json: { message: "API key not found", detail: "API key not found" } }, 404),
  commits: false,
};

const hasFind = (vendor: VendorName) => (kits[vendor].routes as Routes).find !== undefined;

describe("a young key that one moment of lagging answers denies, behind a revoke that failed", () => {
  test.each(vendorNames)("is not forgotten by a destroy of %s's", async (vendor) => {
    world = await OneStack.open(vendor);
    await world.up();
    world.script("revoke", notFound, ok);
    if (hasFind(vendor)) {
      world.script("find", ok, notFound, ok);
      world.script("list", world.noKeys, ok);
    } else world.script("list", ok, ok, world.noKeys, world.noKeys, ok);
    expect((await world.destroy()).errors).toEqual([expect.stringMatching(/HTTP 404/)]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("is kept as pending, and never called revoked, where its own answer was lost", async () => {
    world = await OneStack.open(marked);
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, ok, world.noKeys, ok);
    world.script("find", notFound, ok);
    world.script("revoke", notFound, ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(`A candidate is ${world.live[0]}`)]);
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});

test.each(vendorsThat(({ definition }) => definition.marked !== undefined))(
  "a %s key whose answer was lost is found, though a list stalls for as long as lists may lag",
  async (vendor) => {
    world = await OneStack.open(vendor);
    world.script("mint", { ...reset("after-commit"), lag: { lists: 2 } }, ok);
    world.script("list", ok, { ...stall("headers"), commits: false }, ok);
    expect((await world.up()).errors).toEqual([expect.stringContaining("was revoked")]);
    expect(world.live).toEqual([]);
  },
);

// Vendors that tell the account only by its keys are left out: their empty list does not tell whose list it is.
test.each(
  vendorsThat(({ definition, isAccountToldByKeys }) => definition.marked !== undefined && !isAccountToldByKeys),
)("a young %s key is looked for again by a refresh, however far this machine's clock is ahead", async (vendor) => {
  world = await OneStack.open(vendor);
  world.aheadMs = 3_600_000;
  await world.up();
  const [id] = world.live;
  if (hasFind(vendor)) {
    world.script("find", notFound, ok);
    world.script("list", world.noKeys, ok);
  } else world.script("list", world.noKeys, world.noKeys, ok);
  expect((await world.refresh()).errors).toEqual([]);
  expect(world.record().outputs.keyId).toBe(id);
});

test("a revoke that failed is not believed done on one denial of the key", async () => {
  world = await OneStack.open(toldByKeys);
  await world.up();
  world.script("revoke", status(503));
  world.script("find", ok, status(404));
  const { errors } = await world.destroy();
  expect(errors).toEqual([expect.stringContaining("HTTP 503")]);
  expect(world.stack.records).toHaveLength(1);
});
