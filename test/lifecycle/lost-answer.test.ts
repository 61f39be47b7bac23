/** A mint whose answer is lost: which key is proved to be its key, which keys are named to a person, and what settles the mint. */
import type { IncomingHttpHeaders } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, retryAfter, status, vendorNames } from "../../emulator/index";
import { mintLongAgo } from "../promises/named";
import { OneStack } from "../stack/one-stack";
import { marked, toldByKeys, unmarked } from "../vendors/chosen";
import { markedVendors } from "../vendors/every-vendor";
import { kits } from "../vendors/index";

let world: OneStack;
afterEach(() => world.close());

describe("a lost answer", () => {
  test("is looked for as long after it was given up as lists may lag", async () => {
    world = await OneStack.open(toldByKeys);
    // A call may take 3.6 s, a list lag 1.8 s.
    world.environment = { PULUMI_APIKEYS_TIME_FACTOR: "0.06" };
    // The 429 makes the mint begin 2 s before it is given up, which is longer than lists may lag here. 300 ms later a list has its key.
    world.script("mint", retryAfter(429, 2), { ...reset("after-commit"), lag: { ms: 300 } }, ok);
    const { said } = await world.up();
    expect(said).toMatch(/The key had been created; its value was lost with the answer, so it \(\S+\) was revoked/);
    expect(world.live).toEqual([]);
  });

  test("is told by the lists, though the description was cut off within the marker", async () => {
    world = await OneStack.open(marked);
    await world.meddle({ request: (sent) => ({ ...sent, description: String(sent.description).slice(0, 20) }) });
    world.script("mint", reset("after-commit"), ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "none")]);
    expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: world.live } });
  });

  test("is not settled by one answer that says that the key is gone", async () => {
    world = await OneStack.open(toldByKeys);
    world.script("mint", reset("after-commit"), ok);
    world.script("revoke", status(501));
    world.script("find", status(404));
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "none")]);
    expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: world.live } });
  });

  test("names what keeps it pending, also when it was created a few seconds later", async () => {
    world = await OneStack.open(unmarked);
    world.script("mint", reset("before-commit"), ok);
    world.script("list", ok, status(501));
    await world.up();
    world.script("list", ok);
    world.emulator.clock.advance(8_000);
    const { id } = world.emulator.strangers.mint(unmarked);
    world.emulator.clock.advance(-8_000);
    expect((await world.destroy()).errors).toEqual([expect.stringContaining(id)]);
  });

  test.each(vendorNames)("of %s is looked for while lists may lag, and one line says so", async (vendor) => {
    world = await OneStack.open(vendor);
    world.script("mint", reset("before-commit"), ok);
    const { said } = await world.up();
    expect(said.match(/ci: looking for the key in \w+'s lists, which may lag: up to \d+ s/g)).toHaveLength(1);
  });

  test("is kept as pending with the reason why lists cannot be read", async () => {
    world = await OneStack.open(unmarked);
    world.script("mint", reset("after-commit"), ok);
    world.script("list", ok, status(401));
    const { errors } = await world.up();
    expect(errors).toEqual([
      expect.stringMatching(
        /This run could not settle that mint: listing the keys: HTTP 401.*\. \w+ does not accept the token of \w+ in the environment: set a valid one in the environment\. Then run again\./,
      ),
    ]);
  });
});

test("a destroy settles a pending mint, although it has not yet seen a sibling whose key is of the same moment", async () => {
  world = await OneStack.open(unmarked);
  const { stack } = world;
  world.script("mint", ok, reset("before-commit"), ok);
  await world.up(world.program({}, ["a"]));
  world.script("list", ok, status(501));
  await world.up(world.program({}, ["a", "b"]));
  expect(world.record("b").outputs.pending).toMatchObject({
    candidates: [],
    others: expect.arrayContaining([world.record("a").outputs.keyId]),
  });
  world.script("list", ok);
  const { errors } = await world.run(async (provider) => {
    // As where "b" depends on "a": the engine deletes "b" before the run has seen "a".
    const sibling = world.record("a");
    stack.resources.delete("a");
    const run = await stack.destroy(provider);
    stack.resources.set("a", sibling);
    return run;
  });
  expect([errors, [...stack.resources.keys()]]).toEqual([[], ["a"]]);
});

describe("a mint that did not happen is not kept pending by a key of long ago", () => {
  test.each(markedVendors)("at %s, where no answer has a date", async (vendor) => {
    world = await OneStack.open(vendor);
    const { emulator } = world;
    const longAgo = mintLongAgo(emulator, vendor);
    await world.meddle({ headers: withoutDate });
    emulator.script(vendor, kits[vendor].routes.mint, [reset("before-commit"), ok]);
    const unmarked = world.program({ marker: false });
    expect((await world.up(unmarked)).errors).toEqual([expect.stringContaining("Nothing is left behind: run again")]);
    expect((await world.up(unmarked)).errors).toEqual([]);
    expect(world.live).toEqual([longAgo.id, world.record().outputs.keyId]);
  });
});

test("a key that keeps a mint pending is named", async () => {
  world = await OneStack.open(marked);
  const { clock, strangers } = world.emulator;
  clock.advance(-10_000);
  const { id } = strangers.mint(marked);
  clock.advance(10_000);
  world.script("mint", reset("before-commit"));
  const { errors } = await world.up(world.program({ marker: false }));
  expect(errors).toEqual([expect.stringContaining(`The only candidate is ${id}`)]);
});

function withoutDate({ date: _, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}
