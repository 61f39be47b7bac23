/** What a review has found: keys that were lost though an answer, or a second look, would have told of them. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, type Fault, ok, reset, status } from "../../emulator/index";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const { devin, kosli, nekuda } = vendorCases;

let world: OneStack;
afterEach(() => world.close());

const noKeys = body({ json: { items: [], total: 0, has_more: false } });
const notFound: Fault = {
  ...body({ json: { message: "API key not found", detail: "API key not found" } }, 404),
  commits: false,
};

describe("a young key that one moment of lagging answers denies, behind a revoke that failed", () => {
  const scripts = {
    devin: { [devin.routes.list]: [ok, ok, noKeys, noKeys, ok], [devin.routes.revoke]: [notFound, ok] },
    nekuda: {
      [nekuda.routes.list]: [body({ json: [] }), ok],
      [nekuda.routes.find]: [ok, notFound, ok],
      [nekuda.routes.revoke]: [notFound, ok],
    },
  };

  test.each(["devin", "nekuda"] as const)("is not forgotten by a destroy of %s's", async (vendor) => {
    world = await OneStack.open(vendor, { switches: { devin: { selfAnswersServiceKeys: 403 } } });
    await world.up();
    for (const [route, answers] of Object.entries(scripts[vendor])) world.emulator.script(vendor, route, answers);
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

test.each(["devin", "kosli"] as const)(
  "a young %s key is looked for again by a refresh, however far this machine's clock is ahead",
  async (vendor) => {
    world = await OneStack.open(vendor, { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "whole" } } });
    const { emulator } = world;
    world.aheadMs = 3_600_000;
    await world.up();
    const [id] = world.live;
    if (vendor === "devin") emulator.script("devin", devin.routes.list, [noKeys, noKeys, ok]);
    else {
      emulator.script("kosli", kosli.routes.list, [body({ json: [] }), ok]);
      emulator.script("kosli", kosli.routes.find, [notFound, ok]);
    }
    expect((await world.refresh()).errors).toEqual([]);
    expect(world.record().outputs.keyId).toBe(id);
  },
);

test("a service key of Devin's with an id that no URL can hold leaves a lost mint open: it could be the one", async () => {
  world = await OneStack.open("devin");
  const { emulator } = world;
  const row = {
    id: "apk/1",
    org_id: emulator.place("devin").scope,
    is_service_key: true,
    created_at: new Date(Date.now() + 1_000).toISOString(),
    api_key_value: null,
  };
  emulator.script("devin", devin.routes.mint, [reset("after-commit"), ok]);
  emulator.script("devin", devin.routes.list, body({ json: { items: [row], total: 1, has_more: false } }));
  const { errors } = await world.up();
  expect(errors).toEqual([expect.stringContaining("whose id cannot stand in a URL")]);
  expect(world.record().outputs.pending).toBeDefined();
});

describe("`adopt` beside a mint that is pending", () => {
  const rotating = (trigger: string, more = {}) => ({ rotation: { trigger, overlap: "24h" }, ...more });

  async function pendingRotation(): Promise<string> {
    world = await OneStack.open("kosli");
    await world.up(world.program(rotating("one")));
    world.loseMint();
    expect((await world.up(world.program(rotating("two")))).errors).toHaveLength(1);
    return String(world.record().outputs.keyId);
  }

  test("of the key in use: the key that bears the mint's marker is revoked first", async () => {
    const keyId = await pendingRotation();
    world.emulator.script("kosli", kosli.routes.list, ok);
    expect((await world.up(world.program(rotating("two", { adopt: { keyId } })))).errors).toEqual([]);
    expect(world.live).toEqual([keyId]);
    expect(world.record().outputs).not.toHaveProperty("pending");
  });

  test("of the key in use: nothing is dropped while the keys cannot be listed", async () => {
    const keyId = await pendingRotation();
    world.emulator.script("kosli", kosli.routes.list, status(501));
    expect((await world.up(world.program(rotating("two", { adopt: { keyId } })))).errors).toHaveLength(1);
    expect(world.record().outputs).toMatchObject({ keyId, pending: {} });
    world.emulator.script("kosli", kosli.routes.list, ok);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("of the key in use: a key whose value is in hand is taken when it tells its id", async () => {
    world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 200 } } });
    const { emulator } = world;
    await world.up(world.program(rotating("one")));
    const keyId = String(world.record().outputs.keyId);
    emulator.script("devin", devin.routes.self, [ok, status(501)]);
    emulator.script("devin", devin.routes.list, [ok, ok, status(501)]);
    expect((await world.up(world.program(rotating("two")))).errors).toHaveLength(1);
    for (const route of [devin.routes.self, devin.routes.list]) emulator.script("devin", route, ok);
    expect((await world.up(world.program(rotating("two", { adopt: { keyId } })))).errors).toEqual([]);
    expect(world.record().outputs).toMatchObject({ keyId: world.live[1], previousKeyId: keyId });
  });

  test("of a key that was made by hand: the one that bears the mint's marker is revoked first", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    world.loseMint();
    expect((await world.up()).errors).toHaveLength(1);
    emulator.script("kosli", kosli.routes.list, ok);
    const { id } = emulator.strangers.mint("kosli", { by: "a person" });
    expect((await world.up(world.program({ adopt: { keyId: id } }))).errors).toEqual([]);
    expect(world.live).toEqual([id]);
    expect((await world.up(world.program({}))).changes).toEqual([]);
  });
});

test.each(["kosli", "nekuda"] as const)("a %s value that is written for an id is not told", async (vendor) => {
  world = await OneStack.open(vendor);
  const { emulator } = world;
  const value = emulator.ledger.valueOf(emulator.strangers.mint(vendor));
  const { errors } = await world.up(world.program({ adopt: { keyId: value } }));
  expect(errors).toEqual([expect.stringMatching(/not an id of|no live key of the id/)]);
});

describe("a rotation whose mint fails, behind the end of an overlap,", () => {
  const rotating = (trigger: string) => world.program({ rotation: { trigger, overlap: "24h" } });
  const failing = async (previousIsGone: boolean) => {
    world = await OneStack.open("kosli");
    await world.up(rotating("one"));
    await world.up(rotating("two"));
    const previous = String(world.record().outputs.previousKeyId);
    const { ledger, strangers } = world.emulator;
    if (previousIsGone) for (const key of ledger.keys) if (key.id === previous) strangers.revoke(key);
    world.emulator.script("kosli", kosli.routes.mint, status(400));
    const { errors, said } = await world.up(rotating("three"));
    expect(errors).toHaveLength(1);
    return { previous, said };
  };

  test("says which key was revoked before it", async () => {
    const { previous, said } = await failing(false);
    expect(said).toContain(`key ${previous} was revoked before the mint that failed`);
  });

  test("says of no key that was gone already that it was revoked", async () => {
    expect((await failing(true)).said).not.toContain("revoked before");
  });
});
