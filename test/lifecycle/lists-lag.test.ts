/** A key that lists still lack, or that one moment of lagging answers denies, lives: it is looked for again, and never forgotten. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, type Fault, ok, reset, status, type VendorName, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { vendorsThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { Routes } from "../vendors/kit";

const { devin, kosli, nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

const notFound: Fault = {
  ...body({ json: { message: "API key not found", detail: "API key not found" } }, 404),
  commits: false,
};

const hasFind = (vendor: VendorName) => (kits[vendor].routes as Routes).find !== undefined;

describe("a young key that one moment of lagging answers denies, behind a revoke that failed", () => {
  test.each(vendorNames)("is not forgotten by a destroy of %s's", async (vendor) => {
    world = await OneStack.open(vendor, { switches: { devin: { selfAnswersServiceKeys: 403 } } });
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
    world = await OneStack.open("kosli");
    const { emulator } = world;
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, ok, body({ json: [] }), ok]);
    emulator.script("kosli", kosli.routes.find, [notFound, ok]);
    emulator.script("kosli", kosli.routes.revoke, [notFound, ok]);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(`It can be among ${world.live[0]}`)]);
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});

// Where the account is told by its keys, an empty list tells nothing of the account.
test.each(vendorsThat(({ isAccountToldByKeys }) => !isAccountToldByKeys))(
  "a young %s key is looked for again by a refresh, however far this machine's clock is ahead",
  async (vendor) => {
    world = await OneStack.open(vendor, { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "whole" } } });
    world.aheadMs = 3_600_000;
    await world.up();
    const [id] = world.live;
    if (hasFind(vendor)) {
      world.script("find", notFound, ok);
      world.script("list", world.noKeys, ok);
    } else world.script("list", world.noKeys, world.noKeys, ok);
    expect((await world.refresh()).errors).toEqual([]);
    expect(world.record().outputs.keyId).toBe(id);
  },
);

test("a young key is looked for again where this machine's clock is ahead", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  world.aheadMs = 40_000;
  emulator.strangers.mint("nekuda");
  await world.up();
  const url = `${emulator.urls.nekuda}/api/v2/api-keys/`;
  const rows = (await (
    await fetch(url, { headers: { authorization: `Bearer ${emulator.tokens.nekuda}` } })
  ).json()) as { id: string }[];
  const lagging = body({ json: rows.filter(({ id }) => id !== world.record().outputs.keyId) }, 200);
  emulator.script("nekuda", nekuda.routes.find, [status(404), ok]);
  emulator.script("nekuda", nekuda.routes.list, [lagging, lagging, ok]);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toHaveLength(1);
});

test("a destroy right after an up waits for lists that lag", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 403 } } });
  await world.up();
  world.script("list", { ...ok, listing: "page-lost" }, ok);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});

describe("an old Devin key that two lists lack", () => {
  test.each([
    ["its own word is answered with 429", 429],
    ["its own word is not answered at all", 403],
  ])("is not forgotten where %s", async (_, code) => {
    world = await OneStack.open("devin");
    const { emulator } = world;
    await world.up();
    const [inUse] = world.live;
    world.day = 1;
    emulator.script("devin", devin.routes.list, [world.noKeys, world.noKeys, ok]);
    emulator.script("devin", devin.routes.self, status(code));
    await world.refresh();
    expect(world.record().outputs.keyId).toBe(inUse);
  });
});

test("a revoke that failed is not believed done on one denial of the key", async () => {
  world = await OneStack.open("nekuda");
  await world.up();
  world.script("revoke", status(503));
  world.script("find", ok, status(404));
  const { errors } = await world.destroy();
  expect(errors).toEqual([expect.stringContaining("HTTP 503")]);
  expect(world.stack.records).toHaveLength(1);
});
