/** A pending mint that a person settles at the vendor: by deleting the service account with all its keys. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { kosli } = kits;

let world: OneStack;
afterEach(() => world.close());

describe("a pending mint is settled by a person", () => {
  test("who deletes the service account with all its keys", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, status(501), ok]);
    await world.up();
    const headers = { authorization: `Bearer ${emulator.tokens.kosli}` };
    const deleted = await fetch(`${emulator.urls.kosli}/service-accounts/acme/ci`, { method: "DELETE", headers });
    expect(deleted.status).toBe(200);
    emulator.ledger.acknowledgeCatastrophe();
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.stack.records).toEqual([]);
  });
});
