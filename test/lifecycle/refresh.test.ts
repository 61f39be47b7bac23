/** A refresh, alone or within an up or a destroy: what it settles, what it tells, and what the engine's diff after each read finds. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, status } from "../../emulator/index";
import { vendorNames } from "../../emulator/vendors";
import { OneStack } from "../stack/one-stack";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { marked, unmarked } from "../vendors/chosen";
import { kits } from "../vendors/index";

let world: OneStack;
afterEach(() => world.close());

const destroyRefreshed = () =>
  world.run((provider) => world.stack.refreshed(provider, () => world.stack.destroy(provider)));

const upRefreshed = (program = world.program()) =>
  world.run((provider) => world.stack.refreshed(provider, () => world.stack.up(provider, program)));

describe("a destroy with a refresh", () => {
  test.each(vendorNames)("revokes %s's previous key where the key in use has gone", async (vendor) => {
    world = await OneStack.open(vendor);
    const previous = await world.onlyThePreviousLives();
    expect(world.live).toEqual([previous]);
    expect((await destroyRefreshed()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("settles a pending rotation, and revokes both keys, which were minted in one second", async () => {
    world = await OneStack.open(unmarked);
    const { emulator } = world;
    emulator.clock.freeze();
    await world.up(world.rotating("one"));
    world.script("self", ok, status(501));
    world.script("list", ok, ok, status(501));
    expect((await world.up(world.rotating("two"))).errors).toHaveLength(1);
    for (const request of ["mint", "list", "self"] as const) world.script(request, ok);
    expect(world.live).toHaveLength(2);
    expect((await destroyRefreshed()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("revokes a replaced key beside a successor without one", async () => {
    world = await OneStack.open(marked);
    const { emulator, stack } = world;
    await world.up();
    world.loseMint("before-commit");
    await world.up(world.program({ description: "another" }));
    for (const route of [kits[marked].routes.mint, kits[marked].routes.list]) emulator.script(marked, route, ok);
    await world.refresh();
    expect(stack.replaced.size).toBe(1);
    expect((await destroyRefreshed()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

describe("a refresh", () => {
  const every = (more: object = {}) => world.program({ rotation: { every: "30d", overlap: "24h", ...more } });

  test.each([30, 33])("finds nothing on day %s, on which something is due, and says nothing", async (day) => {
    world = await OneStack.open(marked);
    await world.up(every());
    if (day > 30) {
      world.day = 30;
      await world.up(every());
    }
    world.day = day;
    const { changes, said } = await world.refresh();
    expect(changes).toEqual([]);
    expect(said).toBe("");
  });

  test.each([{}, { overlap: undefined }])("does not keep the up of its run from rotating: %p", async (more) => {
    world = await OneStack.open(marked);
    await world.up(every(more));
    const [first] = world.live;
    world.day = 30;
    const { changes, said } = await upRefreshed(every(more));
    expect(changes.join()).toMatch(/(update|replace) ci/);
    expect(said).toContain(`key ${first} is 30 days old`);
    expect(world.record().outputs.keyId).not.toBe(first);
  });

  test("tells that no key is in use, and that the next up mints", async () => {
    world = await OneStack.open(marked);
    const previous = await world.onlyThePreviousLives();
    const { changes, said } = await world.refresh();
    expect(changes).toEqual(["changed ci"]);
    expect(said).toContain(`ci: no key is in use: \`pulumi up\` mints a new key; previous key ${previous} `);
  });
});

test("after a refresh that asks for no diff, a renamed key still rotates", async () => {
  world = await OneStack.open(marked);
  const { stack } = world;
  await world.up(world.rotating("one"));
  const old = world.record();
  await world.run(async (provider) => {
    const [wanted = {}] = world.rotating("two", { origin: { name: "renamed", hash: "00112233" } }).values();
    await provider.read(urnOf("ci"), old.id, old.outputs);
    const { inputs: news } = await provider.check(urnOf("renamed"), old.inputs, wanted);
    expect(await provider.diff(urnOf("renamed"), old.id, old.outputs, news)).toEqual({ changes: true, replaces: [] });
    const outputs = await provider.update(urnOf("renamed"), old.id, old.outputs, news);
    stack.resources.set("ci", { ...old, inputs: news, outputs, returned: outputs });
    return nothingDone;
  });
  expect(world.live).toHaveLength(2);
});

test("a refresh that revokes what a lost mint has made says so", async () => {
  world = await OneStack.open(marked);
  world.loseMint();
  await world.up();
  const [lost] = world.live;
  world.script("list", ok);
  expect((await world.refresh()).said).toContain(
    `ci: key ${lost} is revoked: it was made by a mint whose answer was lost`,
  );
  expect(world.live).toEqual([]);
});
