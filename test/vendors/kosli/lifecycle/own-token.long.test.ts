/** A run neither revokes the key that it authenticates with, nor adopts it with another key's value. It must not lock itself out. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { OneStack } from "../../../stack/one-stack";

const rotation = { every: "30d", overlap: "24h" };

let world: OneStack;
afterEach(() => world.close());

const outputs = () => world.record().outputs;

/** Lets keys of the service account read keys, so that they can tell which key they are. */
async function letReadKeys(): Promise<void> {
  const { tokens, urls } = world.emulator;
  const headers = { authorization: `Bearer ${tokens.kosli}`, "content-type": "application/json" };
  const change = JSON.stringify({ privilege: "admin" });
  await fetch(`${urls.kosli}/service-accounts/acme/ci`, { method: "PATCH", headers, body: change });
}

describe("the key that a run authenticates with", () => {
  test("is not adopted with another key's value", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    await letReadKeys();
    const [own, other] = [emulator.strangers.mint("kosli"), emulator.strangers.mint("kosli")];
    world.environment = { KOSLI_API_TOKEN: emulator.ledger.valueOf(own) };
    const adopt = { keyId: own.id, value: emulator.ledger.valueOf(other) };
    const { errors } = await world.up(world.program({ adopt }));
    expect(errors).toEqual([expect.stringContaining("used just now, but not by the value in `adopt`")]);
  });

  test("is known to every account: a resource of another account neither adopts it nor revokes it", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    const admin = {
      KOSLI_ACCOUNT_ADMIN_API_TOKEN: emulator.tokens.kosli,
      KOSLI_ACCOUNT_ADMIN_ORG: "acme",
      KOSLI_ACCOUNT_ADMIN_API_URL: emulator.urls.kosli,
    };
    world.environment = admin;
    await world.up(world.program({ account: "admin" }));
    const [own] = emulator.ledger.liveKeys("kosli");
    if (!own) throw new Error("nothing was minted");
    const value = emulator.ledger.valueOf(own);
    world.environment = { ...admin, KOSLI_API_TOKEN: value };
    const refused = [expect.stringContaining("this run authenticates with (KOSLI_API_TOKEN in the environment)")];
    const adopting = world.program({ account: "admin", adopt: { keyId: own.id, value } }, ["adopted"]);
    expect((await world.up(new Map([...world.program({ account: "admin" }), ...adopting]))).errors).toEqual(refused);
    expect((await world.destroy()).errors).toEqual(refused);
    expect(world.live).toEqual([own.id]);
  });
});

describe("the key that the run authenticates with is not revoked", () => {
  test("when it is the previous key", async () => {
    world = await OneStack.open("kosli");
    await letReadKeys();
    await world.upOn(0, { rotation });
    const { keyId, apiKey } = outputs();
    world.environment = { KOSLI_API_TOKEN: apiKey as string };
    expect((await world.upOn(30, { rotation })).errors).toEqual([]);
    expect((await world.upOn(32, { rotation })).errors).toEqual([
      expect.stringContaining("is the key that this run authenticates with"),
    ]);
    expect(world.live).toContain(keyId);
  });

  test("when it was adopted without its value", async () => {
    world = await OneStack.open("kosli");
    const { emulator } = world;
    await letReadKeys();
    const key = emulator.strangers.mint("kosli");
    expect((await world.upOn(0, { adopt: { keyId: key.id } })).errors).toEqual([]);
    world.environment = { KOSLI_API_TOKEN: emulator.ledger.valueOf(key) };
    const { errors } = await world.destroy();
    expect(errors).toEqual([
      expect.stringContaining(`So key ${key.id} may be the token of KOSLI_API_TOKEN in the environment.`),
    ]);
    expect(world.live).toEqual([key.id]);
  });
});

test("the key that Kosli is asked with is not adopted without its value, since it is in use", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  const headers = { authorization: `Bearer ${emulator.tokens.kosli}`, "content-type": "application/json" };
  const account = JSON.stringify({ name: "boss", privilege: "admin" });
  await fetch(`${emulator.urls.kosli}/service-accounts/acme`, { method: "POST", headers, body: account });
  const own = emulator.strangers.mint("kosli", { scope: "boss" });
  world.environment = { KOSLI_API_TOKEN: emulator.ledger.valueOf(own) };
  const { errors } = await world.up(world.program({ serviceAccount: "boss", adopt: { keyId: own.id } }));
  expect(errors).toEqual([expect.stringContaining("it may be this run's own token. Write `adopt.value`")]);
});
