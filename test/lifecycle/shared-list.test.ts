/** Where a vendor has no call for one key, one list serves all keys of a run. After two minutes the list must be read anew. */
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, test } from "@jest/globals";
import { OneStack } from "../stack/one-stack";
import { vendorsThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";

let world: OneStack;
afterEach(() => world.close());

/** Makes two minutes 2.4 s. */
const timeFactor = 0.02;

test.each(vendorsThat(({ routes }) => !("find" in routes)))(
  "a %s list is read anew after two minutes, and not before",
  async (vendor) => {
    world = await OneStack.open(vendor);
    world.environment = { PULUMI_APIKEYS_TIME_FACTOR: String(timeFactor) };
    await world.up();
    world.day = 1;
    const { list: route } = kits[vendor].routes;
    const counts: number[] = [];
    await world.run(async (provider) => {
      const refresh = async () => {
        const run = await world.stack.refresh(provider);
        counts.push(world.emulator.ledger.calls({ vendor, route }).length);
        return run;
      };
      await refresh();
      await refresh();
      await wait(120_000 * timeFactor);
      return await refresh();
    });
    const [first = 0, soon, later = 0] = counts;
    expect(soon).toBe(first);
    expect(later).toBeGreaterThan(first);
  },
);
