/** Another account, organization or token than the one that minted: it settles, rotates and forgets nothing of another's, and what was renamed alone goes on. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import { movedClock, shortenedWaits } from "../e2e/harness/environment";
import { OneStack } from "../stack/one-stack";
import { ProviderProcess } from "../stack/provider-process";
import type { Run } from "../stack/simulated-stack";
import { kits } from "../vendors/index";

const { devin, kosli, nekuda } = kits;

let world: OneStack;
let closeProxy: (() => void) | undefined;
afterEach(async () => {
  closeProxy?.();
  closeProxy = undefined;
  await world.close();
});

/** A second organization that the token of the first one may manage too, as a person's token at Kosli may. */
async function secondOrg(): Promise<string> {
  const { emulator } = world;
  const org = emulator.place("kosli", { account: "other", scope: "ci" }).account;
  const token = emulator.tokens.issue("kosli", { name: "someone", account: "other" });
  const { port, pathname } = new URL(emulator.urls.kosli);
  const server = createServer((incoming, answer) => {
    const isOther = incoming.url?.includes(`/service-accounts/${org}/`);
    const headers = { ...incoming.headers, ...(isOther ? { authorization: `Bearer ${token}` } : {}) };
    const out = request({ port, method: incoming.method, path: incoming.url, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    out.on("error", () => incoming.socket.resetAndDestroy());
    incoming.pipe(out);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closeProxy = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port: own } = server.address() as AddressInfo;
  world.environment = { KOSLI_API_URL: `http://127.0.0.1:${own}${pathname === "/" ? "" : pathname}` };
  return org;
}

describe("another organization of Kosli's beside a mint that is pending", () => {
  test("makes nobody forget the key before, which lives in the first", async () => {
    world = await OneStack.open("kosli");
    const org = await secondOrg();
    await world.onlyThePreviousLives();
    world.loseMint();
    expect((await world.up(world.rotating("two"))).errors).toHaveLength(1);
    world.emulator.script("kosli", kosli.routes.list, ok);
    const { errors } = await world.up(world.rotating("two", { org }));
    expect(errors).toEqual([expect.stringMatching(/nothing is left of it, .* Run `pulumi up` again: it replaces key/)]);
    expect((await world.up(world.rotating("two", { org }))).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("mints nothing in the first", async () => {
    world = await OneStack.open("kosli");
    const org = await secondOrg();
    await world.up(world.rotating("one"));
    world.loseMint();
    await world.up(world.rotating("two"));
    world.emulator.script("kosli", kosli.routes.list, ok);
    const { length } = world.emulator.ledger.mints;
    expect((await world.up(world.rotating("two", { org }))).errors).toHaveLength(1);
    expect(world.emulator.ledger.mints).toHaveLength(length);
    expect((await world.up(world.rotating("two", { org }))).errors).toEqual([]);
    expect(world.live).toEqual([world.record().outputs.keyId]);
  });
});

test("another account beside a mint that is pending settles it by the one that made it", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  const { KOSLI_API_TOKEN = "", KOSLI_ORG = "" } = emulator.environment();
  world.environment = {
    KOSLI_ACCOUNT_EU_API_TOKEN: KOSLI_API_TOKEN,
    KOSLI_ACCOUNT_EU_ORG: KOSLI_ORG,
    KOSLI_ACCOUNT_EU_API_URL: emulator.urls.kosli,
    KOSLI_ACCOUNT_US_API_TOKEN: emulator.tokens.issue("kosli", { name: "someone", account: "other" }),
    KOSLI_ACCOUNT_US_ORG: emulator.place("kosli", { account: "other", scope: "ci" }).account,
    KOSLI_ACCOUNT_US_API_URL: emulator.urls.kosli,
  };
  await world.up(world.rotating("one", { account: "eu" }));
  world.loseMint();
  await world.up(world.rotating("two", { account: "eu" }));
  expect((await world.up(world.rotating("two", { account: "us" }))).errors).toHaveLength(1);
  expect(world.record().outputs.account).toBe("eu");
  emulator.script("kosli", kosli.routes.list, ok);
  expect((await world.destroy()).errors).toEqual([]);
  expect(world.live).toEqual([]);
});

test("another account of the same API beside a pending mint: one run settles it where it was made, the next replaces", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  world.environment = {
    NEKUDA_ACCOUNT_EU_TOKEN: emulator.tokens.issue("nekuda"),
    NEKUDA_ACCOUNT_EU_BASE_URL: emulator.urls.nekuda,
    NEKUDA_ACCOUNT_US_TOKEN: emulator.tokens.issue("nekuda", { name: "someone", account: "other" }),
    NEKUDA_ACCOUNT_US_BASE_URL: emulator.urls.nekuda,
  };
  expect((await world.up(world.rotating("one", { account: "eu" }))).errors).toEqual([]);
  emulator.script("nekuda", nekuda.routes.mint, [reset("after-commit"), ok]);
  emulator.script("nekuda", nekuda.routes.list, [ok, ok, status(501)]);
  expect((await world.up(world.rotating("two", { account: "eu" }))).errors).toHaveLength(1);
  emulator.script("nekuda", nekuda.routes.list, ok);
  const us = world.rotating("two", { account: "us" });
  const runs: (readonly string[])[] = [];
  for (let count = 0; count < 3; count++) runs.push((await world.up(us)).errors);
  expect(runs).toEqual([[expect.stringContaining("Run `pulumi up` again: it replaces key")], [], []]);
});

test("an organization of Devin's that is corrected beside a pending mint is handed no key of the other one", async () => {
  world = await OneStack.open("devin");
  const { emulator } = world;
  for (const route of [devin.routes.self, devin.routes.list]) emulator.script("devin", route, [ok, status(501)]);
  await world.up();
  for (const route of [devin.routes.self, devin.routes.list]) emulator.script("devin", route, ok);
  const { scope: orgId } = emulator.place("devin", { scope: "org-ffffffffffffffffffffffffffffffff" });
  const corrected = world.program({ orgId });
  const { errors } = await world.up(corrected);
  expect(errors).toEqual([expect.stringMatching(/the state holds key \S+, .* Run `pulumi up` again: it replaces key/)]);
  expect(world.record().outputs.orgId).not.toBe(orgId);
  expect((await world.up(corrected)).errors).toEqual([]);
  expect(emulator.ledger.liveKeys("devin").filter(({ isPersonal }) => !isPersonal)).toEqual([
    expect.objectContaining({ id: world.record().outputs.keyId, scope: orgId }),
  ]);
});

test("another organization of a Devin enterprise is not another account", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  const { emulator } = world;
  const { scope: orgId } = emulator.place("devin", { scope: `org-${"b".repeat(32)}` });
  await world.up(world.program({ orgId }));
  for (const key of emulator.ledger.liveKeys("devin")) emulator.strangers.revoke(key);
  emulator.switches.devin.selfAnswersAdminKeys = 200;
  const { errors } = await world.destroy();
  expect(errors).toEqual([
    expect.stringMatching(/it is not proved that .* belongs to the account that minted the key/),
  ]);
});

test("an organization's only key that was revoked by hand: a taint mints another, and lets the one that has gone go", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  const { emulator, stack } = world;
  const { scope: orgId } = emulator.place("devin", { scope: `org-${"b".repeat(32)}` });
  const program = world.program({ orgId });
  await world.up(program);
  world.revokeByHand(world.record().outputs.keyId);
  const { errors } = await world.refresh();
  expect(errors).toEqual([
    expect.stringMatching(
      /it is not proved that .* Only if you know .* run `pulumi state taint <urn>`, then `pulumi up`/,
    ),
  ]);
  expect(errors[0]).not.toContain("state delete");
  // As after a taint: the engine asks for no diff, and deletes what it replaces.
  stack.replaced.set(world.record(), "ci");
  stack.resources.delete("ci");
  const tainted = await world.up(program);
  expect([tainted.errors, tainted.changes]).toEqual([[], ["create ci", "delete replaced ci"]]);
  expect(world.live).toEqual([world.record().outputs.keyId]);
  expect(stack.records).toHaveLength(1);
});

test("a destroy that cannot prove the account says which record to take out of the state, once none of its keys lives", async () => {
  world = await OneStack.open("devin", { switches: { devin: { selfAnswersAdminKeys: 403 } } });
  const { scope: orgId } = world.emulator.place("devin", { scope: `org-${"b".repeat(32)}` });
  await world.up(world.program({ orgId }));
  const { id, outputs } = world.record();
  world.revokeByHand(outputs.keyId);
  expect((await world.destroy()).errors).toEqual([
    expect.stringMatching(
      new RegExp(
        `make sure that none of this resource's keys lives .* \`pulumi state delete <urn>\` offers several records: choose "${id}"$`,
      ),
    ),
  ]);
});

describe("another organization's token", () => {
  /** A run that finds this token alone, in the stack's config. */
  async function withForeignToken(operate: (provider: ProviderProcess) => Promise<Run>): Promise<Run> {
    const { tokens, urls } = world.emulator;
    const foreign = tokens.issue("nekuda", { account: "others" });
    const provider = await ProviderProcess.start(
      { "nekuda:token": foreign, "nekuda:apiUrl": urls.nekuda },
      { PATH: process.env.PATH ?? "", ...shortenedWaits, ...movedClock(world.day * 86_400_000) },
    );
    try {
      return await operate(provider);
    } finally {
      await provider.stop();
    }
  }

  test("never settles a pending mint", async () => {
    world = await OneStack.open("nekuda");
    world.script("mint", reset("after-commit"));
    world.script("list", ok, status(500));
    await world.up();
    world.script("list", ok);
    const { errors } = await withForeignToken((provider) => world.stack.destroy(provider));
    expect(errors).toEqual([
      expect.stringMatching(/it is not proved that .* belongs to the account|belong to account/),
    ]);
    expect(world.stack.records).toHaveLength(1);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });

  test("rotates nothing in place", async () => {
    world = await OneStack.open("nekuda");
    const { emulator, stack } = world;
    const program = world.program({ rotation: { every: "30d", overlap: "24h" } });
    await world.up(program);
    world.day = 30;
    emulator.clock.set(Date.now() + world.day * 86_400_000);
    emulator.strangers.mint("nekuda", { account: "others" });
    const { errors } = await withForeignToken((provider) => stack.up(provider, program));
    expect(errors).toEqual([expect.stringMatching(/belong to/)]);
    expect(emulator.ledger.mints.filter(({ mintedBy }) => mintedBy !== "stranger")).toHaveLength(1);
  });
});

test("a colleague's token settles a first mint, where the organization has a key by which it is told", async () => {
  world = await OneStack.open("nekuda");
  const { emulator } = world;
  const { id } = emulator.strangers.mint("nekuda");
  world.loseMint();
  await world.up();
  emulator.script("nekuda", nekuda.routes.list, ok);
  world.environment = { NEKUDA_TOKEN: emulator.tokens.issue("nekuda", { name: "colleague" }) };
  expect((await world.up()).errors).toEqual([]);
  expect(world.live).toEqual([id, world.record().outputs.keyId]);
});

describe("an account that is renamed beside a pending mint", () => {
  const named = (name: string) => ({
    [`NEKUDA_ACCOUNT_${name}_TOKEN`]: world.emulator.tokens.nekuda,
    [`NEKUDA_ACCOUNT_${name}_BASE_URL`]: world.emulator.urls.nekuda,
  });

  async function pending() {
    world = await OneStack.open("nekuda");
    const { emulator } = world;
    await world.up(world.rotating("one"));
    emulator.script("nekuda", nekuda.routes.mint, [reset("after-commit"), ok]);
    emulator.script("nekuda", nekuda.routes.list, [ok, ok, status(501)]);
    expect((await world.up(world.rotating("two"))).errors).toHaveLength(1);
    emulator.script("nekuda", nekuda.routes.list, ok);
  }

  test("is settled in one run where both names have the same token", async () => {
    await pending();
    world.environment = named("EU");
    expect((await world.up(world.rotating("two", { account: "eu" }))).errors).toEqual([]);
    expect((await world.up(world.rotating("two", { account: "eu" }))).changes).toEqual([]);
  });

  test("and where the old one has another's by now", async () => {
    await pending();
    const others = world.emulator.tokens.issue("nekuda", { name: "someone", account: "other" });
    world.environment = { ...named("OLD"), NEKUDA_TOKEN: others };
    expect((await world.up(world.rotating("two", { account: "old" }))).errors).toEqual([]);
    expect((await world.destroy()).errors).toEqual([]);
    expect(world.live).toEqual([]);
  });
});

test("an account that is renamed with another change beside a pending mint is settled", async () => {
  world = await OneStack.open("kosli");
  const { emulator } = world;
  const { KOSLI_API_TOKEN = "", KOSLI_ORG = "" } = emulator.environment();
  const named = (name: string) => ({
    [`KOSLI_ACCOUNT_${name}_API_TOKEN`]: KOSLI_API_TOKEN,
    [`KOSLI_ACCOUNT_${name}_ORG`]: KOSLI_ORG,
    [`KOSLI_ACCOUNT_${name}_API_URL`]: emulator.urls.kosli,
  });
  world.environment = named("EU");
  await world.up(world.rotating("one", { account: "eu" }));
  world.loseMint();
  await world.up(world.rotating("two", { account: "eu" }));
  emulator.script("kosli", kosli.routes.list, ok);
  world.environment = named("EMEA");
  const runs: (readonly string[])[] = [];
  for (let count = 0; count < 3; count++)
    runs.push((await world.up(world.rotating("two", { account: "emea", description: "edited" }))).errors);
  expect(runs).toEqual([[expect.stringContaining("Run `pulumi up` again: it replaces key")], [], []]);
});
