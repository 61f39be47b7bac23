/** Kosli says that a key is gone, in any of its forms: a refresh and a destroy let the key go. Any other answer keeps it. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, dateSkew, ok, reset, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { kosli } = kits;

const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

describe.each([
  ["sends it to a page where people sign in", status(302)],
  ["does not know the call", body({ json: { message: "Not Found" } }, 404)],
])("a Kosli that lacks the call for one key, and %s", (_name, noSuchCall) => {
  const openKosli = async () => {
    world = await OneStack.open("kosli");
    world.emulator.script("kosli", kosli.routes.find, noSuchCall);
    await world.up();
  };

  test("shows in its list that the key lives: a refresh keeps it, and a destroy revokes it", async () => {
    await openKosli();
    expect((await world.refresh()).changes).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test.each(["refresh", "destroy"] as const)(
    "shows in its list that the key has gone: a %s lets it go",
    async (operation) => {
      await openKosli();
      for (const key of world.emulator.ledger.liveKeys("kosli")) world.emulator.strangers.revoke(key);
      expect((await world[operation]()).errors).toEqual([]);
      expect(world.stack.records).toEqual([]);
    },
  );

  test("refuses its list: a refresh keeps the key, and fails", async () => {
    await openKosli();
    world.emulator.script("kosli", kosli.routes.list, status(403));
    expect((await world.refresh()).errors).toEqual([expect.stringMatching(/listing the keys: HTTP 403/)]);
    expect(world.stack.records).toHaveLength(1);
  });
});

describe("a Kosli key that one date of the vendor's calls expired is not let go", () => {
  const expiring = () => world.program({ expiresIn: "30m" });

  test("by a destroy", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    await world.up(expiring());
    for (const route of [kosli.routes.find, kosli.routes.list]) emulator.script("kosli", route, dateSkew(hourMs));
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("by a refresh", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    await world.up(expiring());
    for (const route of [kosli.routes.find, kosli.routes.list]) emulator.script("kosli", route, dateSkew(hourMs));
    await world.refresh();
    expect(world.stack.records.map(({ outputs }) => outputs.keyId)).toEqual(world.live);
  });

  test("by a mint whose answer was lost", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    world.skewMs = hourMs;
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, dateSkew(hourMs)]);
    const { errors } = await world.up(expiring());
    expect(errors).toEqual([expect.stringContaining("was revoked")]);
    expect(world.live).toEqual([]);
  });
});

test("a Kosli key that expires after the year 9999 is live", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  await world.up(world.program({ expiresAt: "9999-12-31T23:59:59Z" }));
  const [key] = emulator.ledger.liveKeys("kosli");
  const row = { id: key?.id, description: "", created_at: 1_700_000_000, last_used_at: 0, expires_at: 253_402_300_800 };
  emulator.script("kosli", kosli.routes.find, body({ json: row }, 200));
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});
