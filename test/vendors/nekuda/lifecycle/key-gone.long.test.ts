/** nekuda says that a key is gone, in any of its forms: a refresh and a destroy let the key go. Any other answer keeps it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, type Fault } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

/** A person deletes the key's row at nekuda. From then on nekuda gives this answer to calls about the key. */
async function deleteByHand(answer: Fault): Promise<void> {
  const { emulator } = world;
  const [id] = world.live;
  const headers = { authorization: `Bearer ${emulator.tokens.nekuda}` };
  for (const key of emulator.ledger.liveKeys("nekuda")) emulator.strangers.revoke(key);
  expect((await fetch(`${emulator.urls.nekuda}/api/v2/api-keys/${id}`, { method: "DELETE", headers })).ok).toBe(true);
  const { find, revoke, discard } = nekuda.routes;
  for (const route of [find, revoke, discard]) emulator.script("nekuda", route, answer);
}

describe.each([
  { detail: { message: "API key not found" } },
  { error: { code: "not_found", message: "API key not found", status_code: 404 } },
  { error: "API key not found" },
  { message: "API key not found", code: "not_found" },
])("nekuda's 404 %j", (json) => {
  test.each(["refresh", "destroy"] as const)("means gone in a %s", async (operation) => {
    world = await OneStack.open("nekuda");
    await world.up(world.program({ onDelete: "delete" }));
    await deleteByHand(body({ json }, 404));
    expect((await world[operation]()).errors).toEqual([]);
    expect(world.stack.records).toEqual([]);
  });
});

test.each(["refresh", "destroy"] as const)(
  "a page with 404 says nothing of the key: a %s keeps it",
  async (operation) => {
    world = await OneStack.open("nekuda");
    await world.up();
    await deleteByHand(body("html", 404));
    expect((await world[operation]()).errors).toEqual([expect.stringMatching(/HTTP 404/)]);
    expect(world.stack.records).toHaveLength(1);
  },
);
