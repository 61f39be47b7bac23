/** Before the key on record is asked about or revoked, its id and its date must say that it is ours; a wrong clock at its mint must not deny it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body } from "../../emulator/index";
import { OneStack } from "../stack/one-stack";
import { kits } from "../vendors/index";

const { nekuda } = kits;

const dayMs = 86_400_000;

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
    ["refresh", /by nekuda, at .* Then run `pulumi state taint <urn>` and `pulumi up`, which mints a new key\./],
    ["destroy", /by nekuda, at .* 1\. Write down `keyId` and `previousKeyId` .* 2\. Run `pulumi state delete <urn>`\./],
  ] as const;
  for (const [command, said] of ways) expect((await world[command]()).errors).toEqual([expect.stringMatching(said)]);
  expect(emulator.ledger.calls().filter(({ method }) => method === "PUT")).toEqual([]);
});

describe("a Devin key of ours that was dated by a wrong clock is destroyed", () => {
  const keysAnswer = { switches: { devin: { selfAnswersServiceKeys: 200 } } } as const;

  async function endsWell(): Promise<void> {
    const refresh = await world.refresh();
    const destroy = await world.destroy();
    expect({ refresh: refresh.errors, destroy: destroy.errors, live: world.live }).toEqual({
      refresh: [],
      destroy: [],
      live: [],
    });
  }

  test("the vendor's Date was two days behind at the mint", async () => {
    world = await OneStack.open("devin", keysAnswer);
    let isOff = true;
    await world.meddle({
      headers: (headers) => (isOff ? { ...headers, date: new Date(Date.now() - 2 * dayMs).toUTCString() } : headers),
    });
    expect((await world.up()).errors).toEqual([]);
    isOff = false;
    await endsWell();
  });

  test("no Date, and this machine's clock two days behind at the mint", async () => {
    world = await OneStack.open("devin", keysAnswer);
    await world.meddle({ headers: ({ date: _, ...headers }) => headers });
    world.aheadMs = -2 * dayMs;
    expect((await world.up()).errors).toEqual([]);
    world.aheadMs = 0;
    await endsWell();
  });
});

test("an id in the state that is none is an error, and nothing is sent", async () => {
  world = await OneStack.open("kosli");
  const { emulator, stack } = world;
  await world.up();
  const stored = world.record();
  const edited = { ...stored, outputs: { ...stored.outputs, keyId: "." } };
  const sent = emulator.ledger.calls().length;
  for (const operate of ["refresh", "destroy", "up"] as const) {
    const { errors } = await world.run(async (provider) => {
      stack.resources.set("ci", edited);
      const run = operate === "up" ? await stack.up(provider, world.program()) : await stack[operate](provider);
      // The state as it was: what a person has edited breaks a promise by itself.
      stack.resources.set("ci", stored);
      return run;
    });
    expect(errors).toEqual([expect.stringContaining("are missing or were changed")]);
  }
  expect(emulator.ledger.calls()).toHaveLength(sent);
});
