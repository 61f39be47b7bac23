/** Ways in which a key that is in use, or a stranger's, was once revoked, or a live one lost, and that only a reader of the code has found. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, type EmulatorOptions, ok, reset, status, stranger, type VendorName } from "../emulator/index";
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

describe("a stranger's key that is left alone in the window", () => {
  test.each([
    ["one list has shown beside ours", [ok, status(501)]],
    ["no list has shown, since none could be read", [status(501)]],
  ])("is never believed to be ours, where %s", async (_, lists) => {
    const { emulator } = await open("devin", selfDenied);
    emulator.script("devin", devin.routes.mint, [stranger("after-commit"), ok]);
    emulator.script("devin", devin.routes.list, lists);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining("which id it has is not proved")]);
    const [own, strangers] = emulator.ledger.liveKeys("devin");
    if (!own || !strangers) throw new Error("two keys are minted");
    // Nobody used it, so that the person who reads the message revokes it.
    emulator.strangers.revoke(own);
    emulator.script("devin", devin.routes.list, ok);
    for (const run of [() => world.up(), () => world.refresh(), () => world.destroy()]) await run();
    expect(world.record().outputs).toMatchObject({
      keyId: "",
      pending: { candidates: expect.arrayContaining([strangers.id]) },
    });
    expect(world.live).toEqual([strangers.id]);
  });
});

test("a key that a replacement has adopted again stays when what it replaced is deleted later", async () => {
  const { emulator, stack } = await open("nekuda");
  const adopting = world.program({ adopt: { keyId: emulator.strangers.mint("nekuda").id } });
  await world.up(adopting);
  // As after a taint, whose up has failed before it came to the deletes.
  const old = world.record();
  stack.resources.delete("ci");
  await world.up(adopting);
  stack.replaced.set(old, "ci");
  const { errors, changes, said } = await world.up(adopting);
  expect([errors, changes]).toEqual([[], ["delete replaced ci"]]);
  expect(said).toContain("is not revoked: ci holds it too");
  expect(world.live).toEqual([world.record().outputs.keyId]);
});

describe("the key that a run authenticates with", () => {
  async function letReadKeys(privilege = "admin"): Promise<void> {
    const { urls, tokens } = world.emulator;
    const headers = { authorization: `Bearer ${tokens.kosli}`, "content-type": "application/json" };
    const method = "PATCH";
    await fetch(`${urls.kosli}/service-accounts/acme/ci`, { method, headers, body: JSON.stringify({ privilege }) });
  }

  test("is not adopted with another key's value", async () => {
    const { emulator } = await open("kosli");
    await letReadKeys();
    const [login, other] = [emulator.strangers.mint("kosli"), emulator.strangers.mint("kosli")];
    world.environment = { KOSLI_API_TOKEN: emulator.ledger.valueOf(login) };
    const adopt = { keyId: login.id, value: emulator.ledger.valueOf(other) };
    const { errors } = await world.up(world.program({ adopt }));
    expect(errors).toEqual([expect.stringContaining("in use right now, and not by the value in `adopt`")]);
  });

  test("is that of every account: another one neither adopts it nor revokes it", async () => {
    const { emulator } = await open("kosli");
    const admin = {
      KOSLI_ACCOUNT_ADMIN_API_TOKEN: emulator.tokens.kosli,
      KOSLI_ACCOUNT_ADMIN_ORG: "acme",
      KOSLI_ACCOUNT_ADMIN_API_URL: emulator.urls.kosli,
    };
    world.environment = admin;
    await world.up(world.program({ account: "admin" }));
    const [login] = emulator.ledger.liveKeys("kosli");
    if (!login) throw new Error("nothing was minted");
    const value = emulator.ledger.valueOf(login);
    world.environment = { ...admin, KOSLI_API_TOKEN: value };
    const refused = [expect.stringContaining("this run authenticates with (KOSLI_API_TOKEN)")];
    const adopting = world.program({ account: "admin", adopt: { keyId: login.id, value } }, ["adopted"]);
    expect((await world.up(new Map([...world.program({ account: "admin" }), ...adopting]))).errors).toEqual(refused);
    expect((await world.destroy()).errors).toEqual(refused);
    expect(world.live).toEqual([login.id]);
  });
});

test("a young key is looked for again where this machine's clock is ahead", async () => {
  const { emulator } = await open("nekuda");
  world.aheadMs = 40_000;
  emulator.strangers.mint("nekuda");
  await world.up();
  const url = `${emulator.urls.nekuda}/api/v2/api-keys/`;
  const rows = (await (
    await fetch(url, { headers: { authorization: `Bearer ${emulator.tokens.nekuda}` } })
  ).json()) as { id: string }[];
  const lagging = body({ json: rows.filter(({ id }) => id !== world.record().outputs.keyId) }, 200);
  emulator.script("nekuda", nekuda.routes.find, [status(404), ok]);
  emulator.script("nekuda", nekuda.routes.list, [lagging, lagging, ok]);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toHaveLength(1);
});

test("a pending mint is settled by a destroy, though a sibling's key of that moment is not seen before", async () => {
  const { emulator, stack } = await open("devin");
  emulator.script("devin", devin.routes.mint, [ok, reset("before-commit"), ok]);
  emulator.script("devin", devin.routes.list, status(501));
  await world.up(world.program({}, ["a"]));
  await world.up(world.program({}, ["a", "b"]));
  expect(world.record("b").outputs.pending).toMatchObject({
    candidates: [],
    others: [world.record("a").outputs.keyId],
  });
  emulator.script("devin", devin.routes.list, ok);
  const { errors } = await world.run(async (provider) => {
    // What depends on another resource is deleted before that is looked at.
    const sibling = world.record("a");
    stack.resources.delete("a");
    const run = await stack.destroy(provider);
    stack.resources.set("a", sibling);
    return run;
  });
  expect([errors, [...stack.resources.keys()]]).toEqual([[], ["a"]]);
});

test("a pending mint whose key has gone before any list could be read is settled", async () => {
  const { emulator } = await open("devin", selfDenied);
  emulator.script("devin", devin.routes.list, status(501));
  await world.up();
  emulator.script("devin", devin.routes.list, ok);
  const [own] = emulator.ledger.liveKeys("devin");
  if (!own) throw new Error("nothing was minted");
  // As by a destroy that has found it out, and never heard of its success.
  emulator.strangers.revoke(own);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.stack.records).toEqual([]);
});

test("a Kosli key that expires after the year 9999 is live", async () => {
  const { emulator } = await open("kosli");
  await world.up(world.program({ expiresAt: "9999-12-31T23:59:59Z" }));
  const [key] = emulator.ledger.liveKeys("kosli");
  const row = { id: key?.id, description: "", created_at: 1_700_000_000, last_used_at: 0, expires_at: 253_402_300_800 };
  emulator.script("kosli", kosli.routes.find, body({ json: row }, 200));
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});
