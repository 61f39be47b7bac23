/** `adopt` as the way out of a pending mint, the other ways out, and what adopt must not be led to take over. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, dateSkew, type EmulatorOptions, ok, reset, status, type VendorName } from "../../emulator/index";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;
const { devin, kosli, nekuda } = vendorCases;

let world: OneStack;
afterEach(() => world.close());

async function open(vendor: VendorName, options: EmulatorOptions = {}): Promise<OneStack> {
  world = await OneStack.open(vendor, options);
  return world;
}

describe("a pending mint is settled by a person", () => {
  test("who writes `adopt` on the resource itself, where a stranger's key is in the way", async () => {
    const { emulator } = await open("devin");
    emulator.script("devin", devin.routes.mint, [{ ...reset("after-commit"), stranger: "after-commit" }, ok]);
    await world.up();
    const [own = "", strangers = ""] = world.live;
    expect((await world.up(world.program({ adopt: { keyId: own } }))).errors).toEqual([]);
    expect(world.record().outputs).toMatchObject({ keyId: own });
    expect((await world.up()).changes).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([strangers]);
  });

  test("who revokes the key that was named: it is minted anew", async () => {
    const { emulator } = await open("devin", selfDenied);
    // A date that cannot be right makes the difference of lists no proof.
    emulator.script("devin", devin.routes.list, dateSkew(3_600_000));
    const [named = ""] = (await world.up()).errors;
    const [own] = emulator.ledger.liveKeys("devin");
    if (!own) throw new Error("nothing was minted");
    expect(named).toContain(own.id);
    emulator.strangers.revoke(own);
    emulator.script("devin", devin.routes.list, ok);
    expect((await world.up()).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });

  test("who deletes the service account with all its keys", async () => {
    const { emulator } = await open("kosli");
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

describe("an answer about another key", () => {
  test.each([
    ["kosli", kosli.routes.find],
    ["nekuda", nekuda.routes.find],
  ] as const)("is not adopted: %s", async (vendor, find) => {
    const { emulator } = await open(vendor);
    const [asked, other] = [emulator.strangers.mint(vendor), emulator.strangers.mint(vendor)];
    emulator.script(vendor, find, body({ json: await rowOf(vendor, other.id) }));
    const { errors } = await world.up(world.program({ adopt: { keyId: asked.id } }));
    expect(errors).toEqual([expect.stringContaining("the answer is about another key")]);
    expect(world.stack.records).toEqual([]);
  });

  test("does not end a destroy", async () => {
    const { emulator } = await open("nekuda");
    await world.up();
    const other = emulator.strangers.mint("nekuda");
    emulator.script("nekuda", nekuda.routes.revoke, {
      ...body({ json: { id: other.id, is_revoked: true } }, 200),
      commits: false,
    });
    const { errors } = await world.destroy();
    expect(errors).toEqual([expect.stringContaining("the answer is about another key")]);
    expect(world.stack.records).toHaveLength(1);
  });
});

test("the key that Kosli is asked with is not adopted without its value, since it is in use", async () => {
  const { emulator } = await open("kosli");
  const headers = { authorization: `Bearer ${emulator.tokens.kosli}`, "content-type": "application/json" };
  const account = JSON.stringify({ name: "boss", privilege: "admin" });
  await fetch(`${emulator.urls.kosli}/service-accounts/acme`, { method: "POST", headers, body: account });
  const own = emulator.strangers.mint("kosli", { scope: "boss" });
  world.environment = { KOSLI_API_TOKEN: emulator.ledger.valueOf(own) };
  const { errors } = await world.up(world.program({ serviceAccount: "boss", adopt: { keyId: own.id } }));
  expect(errors).toEqual([expect.stringContaining("it may be this run's own credential. Write `adopt.value`")]);
});

test("that a value could not be checked is said", async () => {
  const { emulator } = await open("devin", selfDenied);
  const key = emulator.strangers.mint("devin");
  world.isValueMistold = true;
  const { said } = await world.up(world.program({ adopt: { keyId: key.id, value: "apk_wrong" } }));
  expect(said).toContain(
    `ci: the value in \`adopt\` could not be checked against key ${key.id}. Check the value yourself`,
  );
});

test("beside a pending mint, a key of another account is refused by its id, not by the credentials", async () => {
  const { emulator } = await open("nekuda");
  const { id } = emulator.strangers.mint("nekuda");
  emulator.script("nekuda", nekuda.routes.mint, [reset("after-commit"), ok]);
  emulator.script("nekuda", nekuda.routes.list, [ok, status(501)]);
  await world.up();
  const row = (await rowOf("nekuda", id)) as object;
  emulator.script("nekuda", nekuda.routes.find, body({ json: { ...row, org_id: "others" } }));
  const { errors } = await world.up(world.program({ adopt: { keyId: id } }));
  expect(errors).toEqual([
    expect.stringMatching(
      /belongs to account others, but this resource belongs to account \S+: correct `adopt\.keyId`\. The key in/,
    ),
  ]);
});

/** A key's row, as the vendor shows it. */
async function rowOf(vendor: "kosli" | "nekuda", id: string): Promise<unknown> {
  const { tokens, urls } = world.emulator;
  const path = vendor === "kosli" ? "/service-accounts/acme/ci/api-keys/" : "/api/v2/api-keys/";
  const headers = { authorization: `Bearer ${tokens[vendor]}` };
  return await (await fetch(urls[vendor] + path + id, { headers })).json();
}
