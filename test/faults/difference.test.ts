/** Devin keys whose id only lists can tell, or that another key's answer could tell wrongly: never is a stranger's key taken for ours. */
import { afterEach, expect, test } from "@jest/globals";
import { body, dateSkew, ok } from "../emulator/index";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const { mint, list, self } = vendorCases.devin.routes;
const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

test("a stranger's key that was listed before ours is not revoked with the resource", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } });
  const { emulator } = world;
  emulator.script("devin", mint, [{ ...ok, lag: { ms: hourMs }, stranger: "after-commit" }, ok]);
  world.isKeyHidden = true;
  await world.up();
  const [own, strangers] = world.live;
  expect(world.record().outputs).toMatchObject({ keyId: strangers, keyIdProof: "difference" });
  emulator.clock.advance(hourMs);
  const { errors } = await world.destroy();
  expect(errors).toEqual([expect.stringContaining(`and ${own} may be it as well. Nothing was revoked`)]);
  expect(world.live).toEqual([own, strangers]);
});

test("a stranger's key of the moment that the vendor's dates tell, all of them wrong, is not taken for ours", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } });
  const { emulator } = world;
  const minuteMs = 60_000;
  emulator.clock.advance(minuteMs);
  const { id: strangers } = emulator.strangers.mint("devin");
  emulator.clock.advance(-minuteMs);
  world.skewMs = minuteMs;
  for (const request of [mint, list, self]) emulator.script("devin", request, dateSkew(minuteMs));
  const { errors } = await world.up();
  for (const id of world.live) expect(errors[0]).toContain(id);
  expect(world.record().outputs).toMatchObject({
    keyId: "",
    pending: { candidates: expect.arrayContaining([strangers]) },
  });
  await world.destroy();
  expect(world.live).toHaveLength(2);
});

test("the id of a key that another resource holds is not believed of a new one", async () => {
  world = await OneStack.open("devin", { switches: { devin: { apiKeyValue: "whole" } } });
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
