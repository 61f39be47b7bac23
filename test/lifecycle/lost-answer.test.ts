/** A mint whose answer is lost, or whose key's id is not proved: what is proved to be its key, what is named to a person, and what settles it. */
import type { IncomingHttpHeaders } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok, reset, retryAfter, status } from "../../emulator/index";
import { mintLongAgo } from "../promises/named";
import { OneStack } from "../stack/one-stack";
import { kits } from "../vendors/index";

const { devin, nekuda } = kits;

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

/** An up whose mint is done and its answer lost, while lists tell nothing. */
async function loseAnswer(): Promise<string> {
  world.script("mint", reset("after-commit"), ok);
  world.script("list", ...(world.vendor === "devin" ? [] : [ok]), status(501));
  await world.up();
  world.script("list", ok);
  expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: [] } });
  return world.live.at(-1) ?? "";
}

describe("a lost answer", () => {
  test("is looked for as long after it was given up as lists may lag", async () => {
    world = await OneStack.open("nekuda");
    // A call may take 3.6 s, a list lag 1.8 s.
    world.environment = { PULUMI_APIKEYS_TIME_FACTOR: "0.06" };
    // Begun two seconds before, which is longer than lists may lag here; listed 300 ms after it was given up.
    world.script("mint", retryAfter(429, 2), { ...reset("after-commit"), lag: { ms: 300 } }, ok);
    const { said } = await world.up();
    expect(said).toMatch(/The key had been created; its value was lost with the answer, so it \(\S+\) was revoked/);
    expect(world.live).toEqual([]);
  });

  test("of Kosli is not settled by revoking what bears the marker twice: a person has rotated the key by hand", async () => {
    world = await OneStack.open("kosli");
    const lost = await loseAnswer();
    const rotated = await rotateByHand(lost);
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringMatching(/No key was revoked, the state is kept/)]);
    for (const id of [lost, rotated]) expect(errors[0]).toContain(id);
    expect(world.live).toEqual([lost, rotated]);
  });

  test("of Kosli is not settled by revoking the key that a person has put in its place later", async () => {
    world = await OneStack.open("kosli");
    const lost = await loseAnswer();
    world.emulator.clock.advance(60_000);
    const rotated = await rotateByHand(lost, 0);
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringContaining(rotated)]);
    expect(world.live).toEqual([rotated]);
  });

  test("is told by the lists, though the description was cut off within the marker", async () => {
    world = await OneStack.open("kosli");
    await world.meddle({ request: (sent) => ({ ...sent, description: String(sent.description).slice(0, 20) }) });
    world.script("mint", reset("after-commit"), ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "none")]);
    expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: world.live } });
  });

  test("is not settled by one answer that says that the key is gone", async () => {
    world = await OneStack.open("nekuda");
    world.script("mint", reset("after-commit"), ok);
    world.script("revoke", status(501));
    world.script("find", status(404));
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "none")]);
    expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: world.live } });
  });

  test("names what keeps it open, also when it was created a few seconds later", async () => {
    world = await OneStack.open("devin");
    world.script("mint", reset("before-commit"), ok);
    world.script("list", ok, status(501));
    await world.up();
    world.script("list", ok);
    world.emulator.clock.advance(8_000);
    const { id } = world.emulator.strangers.mint("devin");
    world.emulator.clock.advance(-8_000);
    expect((await world.destroy()).errors).toEqual([expect.stringContaining(id)]);
  });

  test.each(["devin", "kosli"] as const)(
    "of %s is looked for while lists may lag, and one line says so",
    async (vendor) => {
      world = await OneStack.open(vendor);
      world.script("mint", reset("before-commit"), ok);
      const { said } = await world.up();
      expect(said.match(/ci: looking for the key in \w+'s lists, which may lag: up to \d+ s/g)).toHaveLength(1);
    },
  );

  test("is kept as pending with the reason why lists cannot be read", async () => {
    world = await OneStack.open("devin");
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, status(401));
    const { errors } = await world.up();
    expect(errors).toEqual([
      expect.stringMatching(
        /This run could not settle that mint: listing the keys: HTTP 401.*\. Devin does not accept the token of \w+ in the environment: set a valid one in the environment\. Then run again\./,
      ),
    ]);
  });
});

test("a destroy that settles a pending mint revokes its key", async () => {
  world = await OneStack.open("devin");
  world.script("list", ok, status(401));
  expect((await world.up()).errors).toEqual([expect.stringContaining("which id it has is not proved")]);
  world.script("list", ok);
  world.emulator.switches.devin.selfAnswersServiceKeys = 200;
  expect((await world.destroy()).errors).toEqual([]);
  expect([world.stack.records, world.live]).toEqual([[], []]);
});

test("a pending mint is settled by a destroy, though a sibling's key of that moment is not seen before", async () => {
  world = await OneStack.open("devin");
  const { emulator, stack } = world;
  emulator.script("devin", devin.routes.mint, [ok, reset("before-commit"), ok]);
  await world.up(world.program({}, ["a"]));
  emulator.script("devin", devin.routes.list, [ok, status(501)]);
  await world.up(world.program({}, ["a", "b"]));
  expect(world.record("b").outputs.pending).toMatchObject({
    candidates: [],
    others: expect.arrayContaining([world.record("a").outputs.keyId]),
  });
  emulator.script("devin", devin.routes.list, ok);
  const { errors } = await world.run(async (provider) => {
    // What depends on another resource is deleted before that is looked at.
    const sibling = world.record("a");
    stack.resources.delete("a");
    const run = await stack.destroy(provider);
    stack.resources.set("a", sibling);
    return run;
  });
  expect([errors, [...stack.resources.keys()]]).toEqual([[], ["a"]]);
});

test("a pending mint whose key has gone before any list could be read is settled", async () => {
  world = await OneStack.open("devin", selfDenied);
  const { emulator } = world;
  emulator.script("devin", devin.routes.list, [ok, status(501)]);
  await world.up();
  emulator.script("devin", devin.routes.list, ok);
  const [own] = emulator.ledger.liveKeys("devin");
  if (!own) throw new Error("nothing was minted");
  // As by a destroy that has found it out, and never heard of its success.
  emulator.strangers.revoke(own);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.stack.records).toEqual([]);
});

test("a lost nekuda mint that was made twice is settled once both are revoked", async () => {
  world = await OneStack.open("nekuda");
  const { emulator, stack } = world;
  world.loseMint();
  await world.up();
  emulator.script("nekuda", nekuda.routes.list, ok);
  const [lost] = emulator.ledger.liveKeys("nekuda");
  if (!lost) throw new Error("nothing was minted");
  const { description } = lost;
  const twin = emulator.strangers.mint("nekuda", { ...(description && { description }) });
  const { errors } = await world.up();
  for (const { id } of [lost, twin]) expect(errors[0]).toContain(id);
  for (const key of [lost, twin]) emulator.strangers.revoke(key);
  expect((await world.destroy()).errors).toEqual([]);
  expect(stack.records).toEqual([]);
});

describe("a mint that did not happen is not kept open by a key of long ago", () => {
  test.each([
    ["devin", "the last list has no date", 6],
    ["kosli", "no answer has a date", 0],
  ] as const)("at %s, where %s", async (vendor, _, dated) => {
    world = await OneStack.open(vendor, { switches: { devin: { selfAnswersServiceKeys: 200 } } });
    const { emulator } = world;
    const old = mintLongAgo(emulator, vendor);
    let answers = 0;
    await world.meddle({ headers: (headers) => (answers++ < dated ? headers : withoutDate(headers)) });
    emulator.script(vendor, kits[vendor].routes.mint, [reset("before-commit"), ok]);
    const unmarked = world.program(vendor === "kosli" ? { marker: false } : {});
    expect((await world.up(unmarked)).errors).toEqual([expect.stringContaining("Nothing is left behind: run again")]);
    expect((await world.up(unmarked)).errors).toEqual([]);
    expect(world.live).toEqual([old.id, world.record().outputs.keyId]);
  });
});

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

test("a key for which nothing can be settled is named", async () => {
  world = await OneStack.open("kosli");
  const { clock, strangers } = world.emulator;
  clock.advance(-10_000);
  const { id } = strangers.mint("kosli");
  clock.advance(10_000);
  world.script("mint", reset("before-commit"));
  const { errors } = await world.up(world.program({ marker: false }));
  expect(errors).toEqual([expect.stringContaining(`It can only be among ${id}`)]);
});

test("a Devin key that is listed late is among those that are named", async () => {
  world = await OneStack.open("devin", { switches: { devin: { apiKeyValue: "absent" } } });
  const { emulator } = world;
  emulator.clock.freeze();
  world.script("mint", { ...ok, lag: { lists: 1 }, stranger: "after-commit" });
  const { errors } = await world.up();
  const own = emulator.ledger.liveKeys("devin").find(({ mintedBy }) => mintedBy !== "stranger");
  expect(errors).toEqual([expect.stringContaining(String(own?.id))]);
});

function withoutDate({ date: _, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

/** As a person does it at Kosli: the description is copied. */
async function rotateByHand(id: string, graceHours = 24): Promise<string> {
  const { urls, tokens } = world.emulator;
  const response = await fetch(`${urls.kosli}/service-accounts/acme/ci/api-keys/${id}/rotate`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.kosli}`, "content-type": "application/json" },
    body: JSON.stringify({ grace_period_hours: graceHours }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
