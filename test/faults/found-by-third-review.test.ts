/** What a third review has found: inputs that ask for another key while a mint is pending, and what a vendor's words may hold. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { body, ok, status } from "../../emulator/index";
import { nothingDone, urnOf } from "./engine/simulated-stack";
import { OneStack } from "./one-stack.test.support";
import { vendorCases } from "./vendor-cases";

const { devin, kosli, nekuda } = vendorCases;

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

test("the key before, where it alone lives, stays while its resource's successor has none", async () => {
  world = await OneStack.open("nekuda");
  const { stack } = world;
  const previous = await world.onlyThePreviousLives();
  world.loseMint();
  await world.run(async (provider) => {
    await stack.up(provider, world.rotating("two", { name: "second" }));
    const [stored] = stack.replaced.keys();
    if (!stored) throw new Error("nothing was replaced");
    // As with `--continue-on-error`.
    await expect(provider.delete(urnOf("ci"), stored.id, stored.outputs)).rejects.toThrow(
      /The mint of the key that replaces \S+ is still open/,
    );
    return nothingDone;
  });
  expect(world.live).toContain(previous);
});

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
  for (const command of ["refresh", "destroy"] as const)
    expect((await world[command]()).errors).toEqual([expect.stringContaining("by nekuda, at ")]);
  expect(emulator.ledger.calls().filter(({ method }) => method === "PUT")).toEqual([]);
});

describe("what a vendor says of a failure is not repeated where it holds", () => {
  const refusal = (json: object, more = {}) => [{ ...body({ json }, 422), commits: false, ...more }, ok];

  test("the token, as a request's id", async () => {
    world = await OneStack.open("kosli");
    const { tokens } = world.emulator;
    const headers = { "x-request-id": tokens.kosli };
    world.emulator.script("kosli", kosli.routes.mint, refusal({ message: "Not now" }, { headers }));
    const { errors } = await world.up();
    expect(errors).toEqual([expect.stringContaining('HTTP 422 "Not now"')]);
  });

  test("the description, which a program may hold for a secret", async () => {
    world = await OneStack.open("kosli");
    const description = "the merger with initech";
    const message = `The description "${description}" is in use`;
    world.emulator.script("kosli", kosli.routes.mint, refusal({ message }));
    const { errors, said } = await world.up(world.program({ description }));
    expect(errors).toEqual([expect.stringContaining("HTTP 422")]);
    expect(said).not.toContain("merger");
  });

  test("a token of letters alone", async () => {
    world = await OneStack.open("nekuda");
    const token = "correct-horse-battery";
    world.environment = { NEKUDA_TOKEN: token };
    world.emulator.script("nekuda", nekuda.routes.list, refusal({ detail: `no such token: ${token}` }));
    expect((await world.up()).said).not.toContain(token);
  });
});
