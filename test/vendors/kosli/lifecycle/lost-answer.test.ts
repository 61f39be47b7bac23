/** A mint whose answer is lost, and whose key a person rotates at Kosli: no run takes the new key for the lost one. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";

let world: OneStack;
afterEach(() => world.close());

/** An up whose mint is done, whose answer is lost, and whose later lists are not answered. Returns the lost key's id. */
async function loseAnswer(): Promise<string> {
  world.script("mint", reset("after-commit"), ok);
  world.script("list", ok, status(501));
  await world.up();
  world.script("list", ok);
  expect(world.record().outputs).toMatchObject({ keyId: "", pending: { candidates: [] } });
  return world.live.at(-1) ?? "";
}

describe("a lost answer", () => {
  test("of Kosli is not settled by a revoke when two keys bear the marker: a person has rotated the key by hand", async () => {
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
});

/** Rotates a key as a person does at Kosli. The new key has the same description, and so the same marker. */
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
