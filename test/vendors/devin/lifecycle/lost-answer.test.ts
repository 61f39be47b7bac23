/** A mint with a lost answer or an unproved id: which key is proved to be its own, which keys are named to a person, what settles it. */
import type { IncomingHttpHeaders } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok, reset, status } from "../../../../emulator/index";
import { mintLongAgo } from "../../../promises/named";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { devin } = kits;

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;

let world: OneStack;
afterEach(() => world.close());

test("a destroy that settles a pending mint revokes its key", async () => {
  world = await OneStack.open("devin");
  world.script("list", ok, status(401));
  expect((await world.up()).errors).toEqual([expect.stringContaining("which id it has is not proved")]);
  world.script("list", ok);
  world.emulator.switches.devin.selfAnswersServiceKeys = 200;
  expect((await world.destroy()).errors).toEqual([]);
  expect([world.stack.records, world.live]).toEqual([[], []]);
});

test("a pending mint whose key has gone before any list could be read is settled", async () => {
  world = await OneStack.open("devin", selfDenied);
  const { emulator } = world;
  emulator.script("devin", devin.routes.list, [ok, status(501)]);
  await world.up();
  emulator.script("devin", devin.routes.list, ok);
  const [own] = emulator.ledger.liveKeys("devin");
  if (!own) throw new Error("nothing was minted");
  // This stands for a destroy that found the key, revoked it, and lost the answer.
  emulator.strangers.revoke(own);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.stack.records).toEqual([]);
});

describe("a mint that did not happen is not kept pending by a key of long ago", () => {
  test("at Devin, where the last list has no date", async () => {
    world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 200 } } });
    const longAgo = mintLongAgo(world.emulator, "devin");
    let answers = 0;
    await world.meddle({ headers: (headers) => (answers++ < 6 ? headers : withoutDate(headers)) });
    world.script("mint", reset("before-commit"), ok);
    expect((await world.up()).errors).toEqual([expect.stringContaining("Nothing is left behind: run again")]);
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([longAgo.id, world.record().outputs.keyId]);
  });
});

test("a service key of Devin's with an id that no URL can hold leaves a lost mint pending: it could be the one", async () => {
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
