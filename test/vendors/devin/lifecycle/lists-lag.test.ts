/** Lists may lack a live key, and lagging answers may deny it for a moment. Such a key is looked for again, and never forgotten. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { devin } = kits;

let world: OneStack;
afterEach(() => world.close());

test("a destroy right after an up waits for lists that lag", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 403 } } });
  await world.up();
  world.script("list", { ...ok, listing: "page-lost" }, ok);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});

describe("a Devin key of long ago that two lists lack", () => {
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

test("a young Devin key is looked for again by a refresh, however far this machine's clock is ahead", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "whole" } } });
  world.aheadMs = 3_600_000;
  await world.up();
  const [id] = world.live;
  world.script("list", world.noKeys, world.noKeys, ok);
  expect((await world.refresh()).errors).toEqual([]);
  expect(world.record().outputs.keyId).toBe(id);
});
