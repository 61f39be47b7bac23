/** Devin keys whose id only lists tell, or whose id a wrong answer could tell: a stranger's key must never be taken for ours. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, dateSkew, ok, status, stranger } from "../../../emulator/index";
import { OneStack } from "../../stack/one-stack";
import { kits } from "../index";

const { mint, list, self } = kits.devin.routes;

const hourMs = 3_600_000;

const nothingTells = { switches: { devin: { apiKeyValue: "null" } } } as const;

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

test("a stranger's key that was listed before ours is not revoked with the resource", async () => {
  world = await OneStack.open("devin", nothingTells);
  const { emulator } = world;
  emulator.script("devin", mint, [{ ...ok, lag: { ms: hourMs }, stranger: "after-commit" }, ok]);
  world.isKeyHidden = true;
  await world.up();
  const [own, strangers] = world.live;
  expect(world.record().outputs).toMatchObject({ keyId: strangers, keyIdProof: "difference" });
  emulator.clock.advance(hourMs);
  const { errors } = await world.destroy();
  expect(errors).toEqual([
    expect.stringContaining(
      `or key ${own} is this resource's; Devin does not tell which. Key ${strangers} was not revoked`,
    ),
  ]);
  expect(world.live).toEqual([own, strangers]);
});

test("a stranger's key is not taken for ours when the vendor's wrong dates make it look as new as ours", async () => {
  world = await OneStack.open("devin", nothingTells);
  const { emulator } = world;
  const minuteMs = 60_000;
  emulator.clock.advance(minuteMs);
  const { id: strangers } = emulator.strangers.mint("devin");
  emulator.clock.advance(-minuteMs);
  world.skewMs = minuteMs;
  for (const request of [mint, list, self]) emulator.script("devin", request, dateSkew(minuteMs));
  const { errors } = await world.up();
  const own = world.live.find((id) => id !== strangers);
  // The list before the mint showed the stranger's key.
  expect(errors[0]).toContain(own);
  expect(errors[0]).not.toContain(strangers);
  expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: [own] } });
  await world.destroy();
  expect(world.live).toHaveLength(2);
});

describe("a stranger's key that is left alone in the window", () => {
  test.each([
    ["one list has shown beside ours", [ok, ok, status(501)]],
    ["no list has shown, since none could be read", [ok, status(501)]],
  ])("is never believed to be ours, where %s", async (_, lists) => {
    world = await OneStack.open("devin", selfDenied);
    const { emulator } = world;
    emulator.script("devin", mint, [stranger("after-commit"), ok]);
    emulator.script("devin", list, lists);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining("which id it has is not proved")]);
    const [own, strangers] = emulator.ledger.liveKeys("devin");
    if (!own || !strangers) throw new Error("two keys are minted");
    // Nobody uses our key, so the person who reads the message revokes it.
    emulator.strangers.revoke(own);
    emulator.script("devin", list, ok);
    for (const run of [() => world.up(), () => world.refresh(), () => world.destroy()]) await run();
    expect(world.record().outputs).toMatchObject({
      keyId: "",
      pending: { candidates: expect.arrayContaining([strangers.id]) },
    });
    expect(world.live).toEqual([strangers.id]);
  });

  test("is never believed to be ours, where the vendor's dates are apart from its keys' own", async () => {
    world = await OneStack.open("devin", selfDenied);
    const { emulator } = world;
    const startMs = Math.ceil(Date.now() / 1000) * 1000;
    emulator.clock.freeze();
    // The stranger's key gets the date that the vendor's other clock gives to ours.
    emulator.clock.set(startMs + 5_000);
    const { id } = emulator.strangers.mint("devin");
    emulator.clock.set(startMs);
    for (const route of [self, mint, list]) {
      emulator.script("devin", route, dateSkew(5_000));
    }
    const { errors } = await world.up();
    const own = world.live.find((live) => live !== id);
    expect(errors).toEqual([expect.stringContaining("which id it has is not proved")]);
    // The list before the mint showed the stranger's key.
    expect(errors[0]).toContain(own);
    expect(errors[0]).not.toContain(id);
  });
});

test.each(["masked", "whole"] as const)(
  "a stranger's Devin key is not taken for ours that is listed later (values: %s)",
  async (apiKeyValue) => {
    world = await OneStack.open("devin", { switches: { devin: { apiKeyValue } } });
    const { clock, ledger } = world.emulator;
    clock.freeze();
    world.script("mint", ok, { ...ok, lag: { lists: 3 }, stranger: "after-commit" });
    await world.up(world.program({}, ["one", "two"]));
    const held = world.stack.records.map(({ outputs }) => outputs.keyId).filter((id) => id !== "");
    const own = ledger.keys.filter(({ mintedBy }) => mintedBy !== "stranger").map(({ id }) => id);
    expect(held.length).toBeGreaterThan(0);
    expect(own).toEqual(expect.arrayContaining(held));
  },
);

test("the id of a key that another resource holds is not believed of a new one", async () => {
  world = await OneStack.open("devin", {
    switches: { devin: { selfAnswersServiceKeys: 200, apiKeyValue: "whole" } },
  });
  const { emulator } = world;
  const program = world.program({}, ["first"]);
  await world.up(program);
  const [first] = world.live;
  const answer = { api_key_id: first, org_id: emulator.place("devin").scope };
  emulator.script("devin", self, [ok, body({ json: answer }, 200), ok]);
  expect((await world.up(world.program({}, ["first", "second"]))).errors).toEqual([]);
  expect(world.record("second").outputs.keyId).toBe(world.live[1]);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});

/** Brings about a record that holds our value and a stranger's id: lists show the stranger's key at once, and ours only an hour later. */
async function takenForOurs(): Promise<{ own: string; strangers: string }> {
  world = await OneStack.open("devin", nothingTells);
  world.emulator.script("devin", mint, [{ ...ok, lag: { ms: hourMs }, stranger: "after-commit" }, ok]);
  world.isKeyHidden = true;
  await world.up();
  world.isKeyHidden = false;
  const [own = "", strangers = ""] = world.live;
  expect(world.record().outputs).toMatchObject({ keyId: strangers, mintWindow: { isConfirmed: false } });
  world.day = 1;
  return { own, strangers };
}

describe("a stranger's key that was taken for ours, since ours was listed later, is found out", () => {
  test.each(["up", "refresh"] as const)("by the next %s, which names both and keeps the value", async (command) => {
    const { own, strangers } = await takenForOurs();
    const { said } = await world[command]();
    for (const id of [own, strangers]) expect(said).toContain(id);
    const { outputs } = world.record();
    expect(outputs).toMatchObject({ keyId: "", pending: { candidates: [strangers, own] } });
    const key = world.emulator.ledger.keys.find(({ id }) => id === own);
    expect(outputs.apiKey).toBe(key && world.emulator.ledger.valueOf(key));
    // A person names our key.
    expect((await world.up(world.program({ adopt: { keyId: own } }))).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([strangers]);
  });

  test("before a revoke, which is refused", async () => {
    const { own, strangers } = await takenForOurs();
    const { errors } = await world.destroy();
    expect(errors).toEqual([
      expect.stringContaining(
        `or key ${own} is this resource's; Devin does not tell which. Key ${strangers} was not revoked`,
      ),
    ]);
    expect(world.live).toEqual([own, strangers]);
  });

  test.each(["refresh", "destroy"] as const)("by a %s also once the stranger has revoked it", async (command) => {
    const { own, strangers } = await takenForOurs();
    world.revokeByHand(strangers);
    expect((await world[command]()).said).toContain(own);
    expect(world.stack.records).toHaveLength(1);
    expect(world.live).toEqual([own]);
  });
});

describe("an id that lists alone have told", () => {
  test("is held against one list by the next up, which changes nothing, and after a refresh by none", async () => {
    world = await OneStack.open("devin", nothingTells);
    await world.up();
    world.day = 1;
    const sent = () => world.emulator.ledger.calls().map(({ route }) => route);
    const before = sent().length;
    expect((await world.up()).changes).toEqual([]);
    expect(sent().slice(before)).toEqual([list]);
    expect((await world.refresh()).changes).toEqual([]);
    expect(world.record().outputs).toMatchObject({ mintWindow: { isConfirmed: true } });
    const confirmed = sent().length;
    expect((await world.up()).changes).toEqual([]);
    expect(sent().slice(confirmed)).toEqual([]);
  });

  test("needs no list any more where the end of the value was shown", async () => {
    world = await OneStack.open("devin");
    await world.up();
    const before = world.emulator.ledger.calls().length;
    expect((await world.up()).changes).toEqual([]);
    expect(world.emulator.ledger.calls()).toHaveLength(before);
  });
});

describe("a previous key, beside a stranger's key of its own second that lists show later,", () => {
  const rotated = (trigger: string) => world.program({ rotation: { trigger, overlap: "24h" } });

  async function rotateBesideStranger(
    apiKeyValue: "masked" | "null",
  ): Promise<{ previous: string; strangers: string }> {
    world = await OneStack.open("devin", { switches: { devin: { apiKeyValue } } });
    await world.up(rotated("one"));
    const [previous = ""] = world.live;
    world.day = 1;
    expect((await world.up(rotated("two"))).errors).toEqual([]);
    expect(world.record().outputs).toMatchObject({ previousKeyId: previous });
    const { clock, ledger, strangers } = world.emulator;
    const createdAt = ledger.keys.find(({ id }) => id === previous)?.createdAt ?? 0;
    const { id } = clock.skewed(createdAt - clock.now(), () => strangers.mint("devin"));
    return { previous, strangers: id };
  }

  test("is revoked, where lists show the ends of both values", async () => {
    const { previous, strangers } = await rotateBesideStranger("masked");
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([strangers]);
    expect(world.emulator.ledger.keys.find(({ id }) => id === previous)?.revokedAt).toBeDefined();
  });

  test("is not revoked, where lists show nothing of them", async () => {
    const { previous, strangers } = await rotateBesideStranger("null");
    expect((await world.destroy()).errors).toEqual([
      expect.stringMatching(
        new RegExp(
          `Key ${previous} was not revoked\\. .* Do not revoke the key in \`keyId\`\\. .*#two-keys-of-the-same-seconds$`,
        ),
      ),
    ]);
    expect(world.live).toEqual(expect.arrayContaining([previous, strangers]));
  });

  test("has gone for certain once lists no longer show it, and the stranger's stays", async () => {
    const { previous, strangers } = await rotateBesideStranger("masked");
    world.revokeByHand(previous);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([strangers]);
  });
});

describe("where Devin lists values masked by x, as long as they are", () => {
  const masked = async () => {
    world = await OneStack.open("devin");
    Object.assign(world.emulator.switches.devin, { selfAnswersServiceKeys: 403, apiKeyValue: "masked by xxx" });
  };

  test("a new key is found", async () => {
    await masked();
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });

  test("a key is adopted with its value", async () => {
    await masked();
    const { emulator } = world;
    const key = emulator.strangers.mint("devin");
    const adopt = { keyId: key.id, value: emulator.ledger.valueOf(key) };
    expect((await world.up(world.program({ adopt }))).errors).toEqual([]);
    expect(world.record().outputs.keyId).toBe(key.id);
  });
});

test("a row with an id that no URL can hold does not keep the others from being listed", async () => {
  world = await OneStack.open("devin");
  const { emulator } = world;
  await world.up();
  const row = {
    id: "a/b",
    org_id: emulator.place("devin").scope,
    is_service_key: true,
    created_at: "2026-01-31T12:00:00Z",
  };
  const own = emulator.ledger.liveKeys("devin").map(({ id, scope }) => ({ ...row, id, org_id: scope }));
  emulator.script("devin", list, body({ json: { items: [row, ...own], total: 2, has_more: false } }, 200));
  expect((await world.refresh()).changes).toEqual([]);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});

test("a Devin key that cannot be revoked is named, whatever else fails: no record may have its id", async () => {
  world = await OneStack.open("devin");
  const { emulator } = world;
  world.script("list", ok, status(304));
  await world.up();
  emulator.switches.devin.selfAnswersServiceKeys = 200;
  world.script("list", ok, ok, status(404));
  world.script("revoke", status(422));
  const { errors } = await world.destroy();
  const own = emulator.ledger.liveKeys("devin").find(({ mintedBy }) => mintedBy !== "stranger");
  expect(world.stack.records).toMatchObject([{ outputs: { keyId: "" } }]);
  expect(errors).toEqual([expect.stringContaining(`revoking key ${own?.id}: HTTP 422`)]);
});
