/** A mint whose answer is lost stays pending while lists and dates tell nothing of its key: that never proves that no key was created. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, dateSkew, lag, ok, reset, status, stranger } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { devin } = kits;

const hourMs = 3_600_000;
const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

const emptyPage = body({ json: { items: [], total: 0, has_more: false } }, 200);

let world: OneStack;
afterEach(() => world.close());

describe("that no key was created is not believed", () => {
  test.each(["-271821-04-20T00:00:00Z", "+275760-09-13T00:00:00Z"])("when every date is %s", async (date) => {
    world = await OneStack.open("devin", selfDenied);
    await world.meddle({ headers: (headers) => ({ ...headers, date }) });
    world.skewMs = Number.MAX_SAFE_INTEGER;
    await world.upNamesTheLiveKey();
  });

  test("when one list lacks the keys that were named", async () => {
    world = await OneStack.open("devin", selfDenied);
    world.script("mint", stranger("after-commit"), ok);
    await world.up();
    expect(world.record().outputs.pending).toMatchObject({ candidates: expect.arrayContaining(world.live) });
    // The first list proves the account, the second shows both keys, the third shows none.
    world.script("list", ok, ok, emptyPage, ok);
    expect((await world.destroy()).errors).toHaveLength(1);
    expect(world.live).toHaveLength(2);
  });
});

describe("a key that was minted, and whose id could not be told, is not called gone", () => {
  test("while lists may lack it, though this machine's clock is ahead", async () => {
    world = await OneStack.open("devin", selfDenied);
    const { emulator } = world;
    world.aheadMs = 40_000;
    emulator.script("devin", devin.routes.mint, [lag({ lists: 5 }), ok]);
    emulator.script("devin", devin.routes.list, [ok, status(501)]);
    await world.up();
    emulator.script("devin", devin.routes.list, ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    expect(world.live).toHaveLength(1);
  });

  test("when the candidate that was named has gone, and a later list shows another one", async () => {
    world = await OneStack.open("devin", selfDenied);
    const { emulator } = world;
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    emulator.script("devin", devin.routes.mint, [{ ...stranger("after-commit"), ...lag({ lists: 1 }) }, ok]);
    // Since answers have no date, one more list is read before the mint.
    emulator.script("devin", devin.routes.list, [ok, ok, status(501)]);
    await world.up();
    const [own, strangers] = emulator.ledger.liveKeys("devin");
    if (!own || !strangers) throw new Error("two keys are minted");
    expect(world.record().outputs.pending).toMatchObject({ candidates: [strangers.id] });
    emulator.strangers.revoke(strangers);
    emulator.script("devin", devin.routes.list, ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(own.id)]);
    expect(world.live).toEqual([own.id]);
  });

  test("when lists lack it, and its own answer to `self` was lost", async () => {
    world = await OneStack.open("devin", {
      switches: { devin: { selfAnswersServiceKeys: 200, apiKeyValue: "null" } },
    });
    const { emulator } = world;
    world.isContradicted = true;
    emulator.script("devin", devin.routes.mint, [lag({ ms: hourMs }), ok]);
    emulator.script("devin", devin.routes.self, [ok, status(501)]);
    emulator.script("devin", devin.routes.list, [ok, status(501)]);
    await world.up();
    emulator.script("devin", devin.routes.self, [ok, status(501), ok]);
    emulator.script("devin", devin.routes.list, ok);
    expect((await world.up()).errors).toEqual([expect.stringContaining(`key ${world.live[0]} answers`)]);
    emulator.script("devin", devin.routes.self, ok);
    expect((await world.up()).errors).toEqual([]);
    expect([world.record().outputs.keyId]).toEqual(world.live);
  });
});

test("a Devin key is not believed lost because the only date that was told was an hour ahead", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  world.script("mint", reset("after-commit"));
  world.script("list", dateSkew(hourMs), status(501));
  await world.up();
  world.script("list", ok);
  const { errors } = await world.refresh();
  const own = world.emulator.ledger.liveKeys("devin").find(({ mintedBy }) => mintedBy !== "stranger");
  expect(errors).toEqual([]);
  expect(world.stack.records).toMatchObject([{ outputs: { pending: { candidates: [own?.id] } } }]);
});
