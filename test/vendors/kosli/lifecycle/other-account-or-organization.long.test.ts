/** Another account or organization than at the mint, while a mint is pending: a run settles and forgets no key of another account. */
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { ok } from "../../../../emulator/index";
import { OneStack } from "../../../stack/one-stack";
import { kits } from "../../index";

const { kosli } = kits;

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
  test("does not make a run forget the previous key, which lives in the first", async () => {
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

test("a pending mint is settled by the account that sent it, though the program now names another one", async () => {
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
