/** A run revokes a key on record only if its id and date show that it is ours. A wrong clock at the mint must not deny that. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

const dayMs = 86_400_000;

let world: OneStack;
afterEach(() => world.close());

describe("a Devin key of ours that was dated by a wrong clock is destroyed", () => {
  const keysAnswer = { switches: { devin: { selfAnswersServiceKeys: 200 } } } as const;

  async function endsWell(): Promise<void> {
    const refresh = await world.refresh();
    const destroy = await world.destroy();
    expect({ refresh: refresh.errors, destroy: destroy.errors, live: world.live }).toEqual({
      refresh: [],
      destroy: [],
      live: [],
    });
  }

  test("the vendor's Date was two days behind at the mint", async () => {
    world = await OneStack.open("devin", keysAnswer);
    let isOff = true;
    await world.meddle({
      headers: (headers) => (isOff ? { ...headers, date: new Date(Date.now() - 2 * dayMs).toUTCString() } : headers),
    });
    expect((await world.up()).errors).toEqual([]);
    isOff = false;
    await endsWell();
  });

  test("no Date, and this machine's clock two days behind at the mint", async () => {
    world = await OneStack.open("devin", keysAnswer);
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    world.aheadMs = -2 * dayMs;
    expect((await world.up()).errors).toEqual([]);
    world.aheadMs = 0;
    await endsWell();
  });
});
