/** A run revokes a key on record only if its id and its date show that it is ours. */
import { afterEach, expect, test } from "@jest/globals";
import { body } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { nekuda } = kits;

let world: OneStack;
afterEach(() => world.close());

test("a key that was created a month after the one on record, under its id, is not revoked", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  await world.up();
  const { keyId } = world.record().outputs;
  const headers = { authorization: `Bearer ${emulator.tokens.nekuda}` };
  const answer = await fetch(`${emulator.urls.nekuda}/api/v2/api-keys/${keyId}`, { headers });
  const row = (await answer.json()) as object;
  const theirs = { ...row, name: "billing", created_at: new Date(Date.now() + 30 * 86_400_000).toISOString() };
  emulator.script("nekuda", nekuda.routes.find, body({ json: theirs }));
  const ways = [
    [
      "refresh",
      /nekuda dates key .* In each case run `pulumi state taint <urn>`, then `pulumi up`, which mints a new key\./,
    ],
    [
      "destroy",
      /nekuda dates key .* Then write down `keyId` and `previousKeyId` .*, run `pulumi state delete <urn>`, then revoke /,
    ],
  ] as const;
  for (const [command, said] of ways) expect((await world[command]()).errors).toEqual([expect.stringMatching(said)]);
  expect(emulator.ledger.calls().filter(({ method }) => method === "PUT")).toEqual([]);
});
