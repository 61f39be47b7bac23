/** Ways in which a key that is in use, or a stranger's, was once revoked, or a live one lost, and that only a reader of the code has found. */

import type { IncomingHttpHeaders } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import {
  body,
  dateSkew,
  type EmulatorOptions,
  lag,
  ok,
  reset,
  status,
  stranger,
  type VendorName,
} from "../../emulator/index";
import { mintLongAgo } from "../promises/named";
import { OneStack } from "../stack/one-stack";
import { nothingDone, urnOf } from "../stack/simulated-stack";
import { vendorCases } from "../vendors/vendor-cases";

const selfDenied = { switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } } as const;
const keysAnswer = { switches: { devin: { selfAnswersServiceKeys: 200 } } } as const;
const { devin, kosli, nekuda } = vendorCases;

const hourMs = 3_600_000;

let world: OneStack;
afterEach(() => world.close());

async function open(vendor: VendorName, options: EmulatorOptions = {}): Promise<OneStack> {
  world = await OneStack.open(vendor, options);
  return world;
}

describe("a stranger's key that is left alone in the window", () => {
  test.each([
    ["one list has shown beside ours", [ok, ok, status(501)]],
    ["no list has shown, since none could be read", [ok, status(501)]],
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

  test("is never believed to be ours, where the vendor's dates are apart from its keys' own", async () => {
    const { emulator } = await open("devin", selfDenied);
    const startMs = Math.ceil(Date.now() / 1000) * 1000;
    emulator.clock.freeze();
    // Dated as our own is by the vendor's other clock.
    emulator.clock.set(startMs + 5_000);
    const { id } = emulator.strangers.mint("devin");
    emulator.clock.set(startMs);
    for (const route of [devin.routes.self, devin.routes.mint, devin.routes.list]) {
      emulator.script("devin", route, dateSkew(5_000));
    }
    const { errors } = await world.up();
    const own = world.live.find((live) => live !== id);
    expect(errors).toEqual([expect.stringContaining("which id it has is not proved")]);
    // The list before the mint has shown the stranger's.
    expect(errors[0]).toContain(own);
    expect(errors[0]).not.toContain(id);
  });
});

describe("a Kosli key that one date of the vendor's calls expired is not let go", () => {
  const expiring = () => world.program({ expiresIn: "30m" });

  test("by a destroy", async () => {
    const { emulator } = await open("kosli");
    await world.up(expiring());
    for (const route of [kosli.routes.find, kosli.routes.list]) emulator.script("kosli", route, dateSkew(hourMs));
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("by a refresh", async () => {
    const { emulator } = await open("kosli");
    await world.up(expiring());
    for (const route of [kosli.routes.find, kosli.routes.list]) emulator.script("kosli", route, dateSkew(hourMs));
    await world.refresh();
    expect(world.stack.records.map(({ outputs }) => outputs.keyId)).toEqual(world.live);
  });

  test("by a mint whose answer was lost", async () => {
    const { emulator } = await open("kosli");
    world.skewMs = hourMs;
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, dateSkew(hourMs)]);
    const { errors } = await world.up(expiring());
    expect(errors).toEqual([expect.stringContaining("was revoked")]);
    expect(world.live).toEqual([]);
  });
});

test("a replaced key stays while its successor is not there, whatever fails", async () => {
  const { emulator, stack } = await open("nekuda");
  await world.up();
  const [inUse] = world.live;
  world.loseMint();
  const renamed = world.program({ name: "renamed" });
  await world.up(renamed);
  const [replaced] = stack.replaced.keys();
  if (!replaced) throw new Error("nothing was replaced");
  emulator.script("nekuda", nekuda.routes.list, ok);
  emulator.script("nekuda", nekuda.routes.mint, [status(422), ok]);
  await world.run(async (provider) => {
    const run = await stack.up(provider, renamed);
    expect(run.errors).toEqual([expect.stringContaining("HTTP 422")]);
    // As with `--continue-on-error`.
    await expect(provider.delete(urnOf("ci"), replaced.id, replaced.outputs)).rejects.toThrow(
      /The mint of the key that replaces \S+ is still open/,
    );
    return run;
  });
  expect(world.live).toEqual([inUse]);
  expect((await world.up(renamed)).errors).toEqual([]);
  expect(world.live).toEqual([world.record().outputs.keyId]);
});

test("a lost nekuda mint that was made twice is settled once both are revoked", async () => {
  const { emulator, stack } = await open("nekuda");
  world.loseMint();
  await world.up();
  emulator.script("nekuda", nekuda.routes.list, ok);
  const [lost] = emulator.ledger.liveKeys("nekuda");
  if (!lost) throw new Error("nothing was minted");
  const { description } = lost;
  const twin = emulator.strangers.mint("nekuda", { ...(description && { description }) });
  const { errors } = await world.up();
  for (const { id } of [lost, twin]) expect(errors[0]).toContain(id);
  for (const key of [lost, twin]) emulator.strangers.revoke(key);
  expect((await world.destroy()).errors).toEqual([]);
  expect(stack.records).toEqual([]);
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
    expect(errors).toEqual([expect.stringContaining("in use now, but not by the value in `adopt`")]);
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
    const refused = [expect.stringContaining("this run authenticates with (KOSLI_API_TOKEN in the environment)")];
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
  await world.up(world.program({}, ["a"]));
  emulator.script("devin", devin.routes.list, [ok, status(501)]);
  await world.up(world.program({}, ["a", "b"]));
  expect(world.record("b").outputs.pending).toMatchObject({
    candidates: [],
    others: expect.arrayContaining([world.record("a").outputs.keyId]),
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
  emulator.script("devin", devin.routes.list, [ok, status(501)]);
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

describe("a key that was minted, and whose id could not be told, is not called gone", () => {
  test("while lists may lack it, though this machine's clock is ahead", async () => {
    const { emulator } = await open("devin", selfDenied);
    world.aheadMs = 40_000;
    emulator.script("devin", devin.routes.mint, [lag({ lists: 5 }), ok]);
    emulator.script("devin", devin.routes.list, [ok, status(501)]);
    await world.up();
    emulator.script("devin", devin.routes.list, ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    expect(world.live).toHaveLength(1);
  });

  test("when what has gone was named, and another is named now", async () => {
    const { emulator } = await open("devin", selfDenied);
    await world.meddle({ headers: withoutDate });
    emulator.script("devin", devin.routes.mint, [{ ...stranger("after-commit"), ...lag({ lists: 1 }) }, ok]);
    // Without a date one is read before the mint.
    emulator.script("devin", devin.routes.list, [ok, ok, status(501)]);
    await world.up();
    const [own, strangers] = emulator.ledger.liveKeys("devin");
    if (!own || !strangers) throw new Error("two keys are minted");
    expect(world.record().outputs.pending).toMatchObject({ candidates: [strangers.id] });
    emulator.strangers.revoke(strangers);
    emulator.script("devin", devin.routes.list, ok);
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining(own.id)]);
    expect(world.live).toEqual([own.id]);
  });

  test("when lists lack it, and it was not heard itself", async () => {
    const { emulator } = await open("devin", {
      switches: { devin: { selfAnswersServiceKeys: 200, apiKeyValue: "null" } },
    });
    world.isContradicted = true;
    emulator.script("devin", devin.routes.mint, [lag({ ms: hourMs }), ok]);
    emulator.script("devin", devin.routes.self, [ok, status(501)]);
    emulator.script("devin", devin.routes.list, [ok, status(501)]);
    await world.up();
    emulator.script("devin", devin.routes.self, [ok, status(501), ok]);
    emulator.script("devin", devin.routes.list, ok);
    expect((await world.up()).errors).toEqual([expect.stringContaining(`key ${world.live[0]} answers`)]);
    emulator.script("devin", devin.routes.self, ok);
    expect((await world.up()).errors).toEqual([]);
    expect([world.record().outputs.keyId]).toEqual(world.live);
  });

  test("when a run in between could not list what was named", async () => {
    const { emulator } = await open("kosli");
    world.skewMs = hourMs;
    emulator.script("kosli", kosli.routes.mint, [reset("after-commit"), ok]);
    emulator.script("kosli", kosli.routes.list, [ok, ok, dateSkew(hourMs)]);
    const unmarked = world.program({ marker: false });
    await world.up(unmarked);
    for (const lists of [status(501), ok]) {
      emulator.script("kosli", kosli.routes.list, lists);
      expect((await world.up(unmarked)).errors).toEqual([expect.stringContaining(world.live[0] ?? "")]);
    }
    expect(world.live).toHaveLength(1);
  });
});

describe("a mint that did not happen is not kept open by a key of long ago", () => {
  test.each([
    ["devin", "the last list has no date", 6],
    ["kosli", "no answer has a date", 0],
  ] as const)("at %s, where %s", async (vendor, _, dated) => {
    const { emulator } = await open(vendor, keysAnswer);
    const old = mintLongAgo(emulator, vendor);
    let answers = 0;
    await world.meddle({ headers: (headers) => (answers++ < dated ? headers : withoutDate(headers)) });
    emulator.script(vendor, vendorCases[vendor].routes.mint, [reset("before-commit"), ok]);
    const unmarked = world.program(vendor === "kosli" ? { marker: false } : {});
    expect((await world.up(unmarked)).errors).toEqual([expect.stringContaining("Nothing is left behind: run again")]);
    expect((await world.up(unmarked)).errors).toEqual([]);
    expect(world.live).toEqual([old.id, world.record().outputs.keyId]);
  });
});

test("an adopted key is not shown as rotating while a part of `adopt` is not known yet", async () => {
  const { emulator } = await open("nekuda");
  const { id } = emulator.strangers.mint("nekuda");
  const rotation = { every: "90d" };
  await world.up(world.program({ adopt: { keyId: id }, rotation }));
  world.day = 91;
  const news = world.program({ adopt: { keyId: id, value: unknownValue }, rotation }).get("ci") ?? {};
  const { outputs } = world.record();
  await world.run(async (provider) => {
    expect(await provider.diff(urnOf("ci"), id, outputs, news)).toMatchObject({ replaces: [] });
    return nothingDone;
  });
});

function withoutDate({ date: _, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}
