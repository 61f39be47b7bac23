/** Where a mint's answer is lost, lists and dates that tell nothing of its key never prove that no key was created: the mint stays open. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, dateSkew, lag, ok, reset, status, stranger, vendorNames } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { kits } from "../vendors/index";

const { devin, kosli } = kits;

const hourMs = 3_600_000;
const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

const emptyPage = body({ json: { items: [], total: 0, has_more: false } }, 200);

let world: OneStack;
afterEach(() => world.close());

describe("that no key was created is not believed", () => {
  test("when the vendor's dates are 5 s ahead of its keys'", async () => {
    world = await OneStack.open("devin");
    for (const request of ["self", "list"] as const) world.script(request, dateSkew(5_000));
    world.script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test.each([-3_600_000, -20_000, 60_000])("when every date of the vendor's is %d ms off", async (skewMs) => {
    world = await OneStack.open("devin");
    world.skewMs = Math.abs(skewMs);
    for (const request of ["self", "list"] as const) world.script(request, dateSkew(skewMs));
    world.script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test.each(["-271821-04-20T00:00:00Z", "+275760-09-13T00:00:00Z"])("when every date is %s", async (date) => {
    world = await OneStack.open("devin", selfDenied);
    await world.meddle({ headers: (headers) => ({ ...headers, date }) });
    world.skewMs = Number.MAX_SAFE_INTEGER;
    await expectNamed();
  });

  test("when the lists' date is an hour behind", async () => {
    world = await OneStack.open("devin");
    world.script("list", dateSkew(-3_600_000));
    world.script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test("when the vendor tells no date and its clock is not ours", async () => {
    world = await OneStack.open("devin");
    vendorIsAhead(600_000);
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    world.script("mint", reset("after-commit"), ok);
    await expectNamed();
  });

  test.each(vendorNames)("when the lists of %s failed at first and its clock is not ours", async (vendor) => {
    world = await OneStack.open(vendor);
    vendorIsAhead(600_000);
    // Only the first key of a run is minted beside a date: Devin's where keys answer, and no list needs to be read.
    world.emulator.switches.devin.selfAnswersServiceKeys = 200;
    world.script("mint", ok, reset("after-commit"), ok);
    world.script("list", ok, status(501));
    await world.up(world.program({}, ["first", "second"]));
    world.script("list", ok);
    const { errors } = await world.destroy();
    expect(world.live).toHaveLength(1);
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
  });

  test("when one list lacks the keys that were named", async () => {
    world = await OneStack.open("devin", selfDenied);
    world.script("mint", stranger("after-commit"), ok);
    await world.up();
    expect(world.record().outputs.pending).toMatchObject({ candidates: expect.arrayContaining(world.live) });
    // The account is proved by the first list, the second shows both keys, the third none.
    world.script("list", ok, ok, emptyPage, ok);
    expect((await world.destroy()).errors).toHaveLength(1);
    expect(world.live).toHaveLength(2);
  });

  test("when the lists that showed the key are followed by some with another date", async () => {
    world = await OneStack.open("kosli");
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

  async function expectNamed(): Promise<void> {
    const { errors } = await world.up();
    expect(world.live).toHaveLength(1);
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    expect(world.record().outputs.pending).toMatchObject({ candidates: world.live });
  }
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

  test("when what has gone was named, and another is named now", async () => {
    world = await OneStack.open("devin", selfDenied);
    const { emulator } = world;
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    emulator.script("devin", devin.routes.mint, [{ ...stranger("after-commit"), ...lag({ lists: 1 }) }, ok]);
    // Without a date one is read before the mint.
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

  test("when lists lack it, and it was not heard itself", async () => {
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

  test("when a run in between could not list what was named", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    world.skewMs = hourMs;
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, ok, dateSkew(hourMs)]);
    const unmarked = world.program({ marker: false });
    await world.up(unmarked);
    for (const lists of [status(501), ok]) {
      emulator.script("kosli", kosli.routes.list, lists);
      expect((await world.up(unmarked)).errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    }
    expect(world.live).toHaveLength(1);
  });
});

test("a key that one list has shown is not believed absent on a later one", async () => {
  world = await OneStack.open("kosli");
  world.script("mint", reset("after-commit"));
  world.script("list", ok, body({ json: [] }));
  const { errors } = await world.up(world.program({ marker: false }));
  expect(errors).toEqual([expect.stringContaining(`It can only be among ${world.live[0]}`)]);
});

test("a key that lists show later is not believed absent on the one date that a list told wrongly", async () => {
  world = await OneStack.open("kosli");
  world.script("mint", { ...reset("after-commit"), ...lag({ lists: 1 }) }, ok);
  world.script("list", dateSkew(-hourMs), status(501));
  const unmarked = world.program({ marker: false });
  await world.up(unmarked);
  world.script("list", ok);
  const { errors } = await world.up(unmarked);
  expect(errors).toEqual([expect.stringContaining(`It can only be among ${world.live[0]}`)]);
  expect(world.live).toHaveLength(1);
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
