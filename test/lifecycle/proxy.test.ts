/** A proxy that blocks the way: the message names its variable and what to set. Each run asks it once, and passes once that is set. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { variableOf } from "../../provider/core/vendor/variables";
import { OneStack } from "../stack/one-stack";
import { type OpeningProxy, openingProxy } from "../stack/opening-proxy";
import { toldByKeys } from "../vendors/chosen";
import { kits } from "../vendors/index";

const vendor = toldByKeys;
const { account } = kits[vendor].definition;
const urlVariable = variableOf(account, account.url, undefined);

let world: OneStack;
beforeEach(async () => {
  world = await OneStack.open(vendor);
});
afterEach(() => world.close());

test.each([
  ["http://", "HTTPS_PROXY in the environment is no proxy's URL. Write it as http://host:port. Nothing was sent."],
  ["http://127.0.0.1:1", "by way of HTTPS_PROXY"],
])("%s", async (proxy, message) => {
  world.environment = { [urlVariable]: "https://vendor.invalid", HTTPS_PROXY: proxy };
  const { errors } = await world.up();
  expect(errors).toEqual([expect.stringContaining(message)]);
});

describe("a company's proxy", () => {
  const host = "vendor.invalid";
  let proxy: OpeningProxy;
  let folder: string;
  let trusting: Record<string, string>;

  async function open(user?: string): Promise<void> {
    proxy = await openingProxy(host, world.emulator.urls[vendor], user);
    folder = await mkdtemp(join(tmpdir(), "authority-"));
    const file = join(folder, "company.pem");
    await writeFile(file, proxy.authority);
    trusting = { NODE_EXTRA_CA_CERTS: file };
  }
  afterEach(async () => {
    proxy.close();
    await rm(folder, { recursive: true });
  });

  /** The outcome of an up by way of the proxy. */
  async function up(httpsProxy: string, more: Record<string, string> = {}) {
    world.environment = { [urlVariable]: `https://${host}`, HTTPS_PROXY: httpsProxy, ...more };
    proxy.asked = 0;
    const { errors } = await world.up();
    return { errors, asked: proxy.asked };
  }

  test("that opens TLS with its own certificate: NODE_EXTRA_CA_CERTS is to be set, and then helps", async () => {
    await open();
    const { errors, asked } = await up(`http://${proxy.address}`);
    expect(errors).toEqual([
      expect.stringMatching(/by way of HTTPS_PROXY\).*set NODE_EXTRA_CA_CERTS .*No key was minted\.$/),
    ]);
    expect(asked).toBe(1);
    expect((await up(`http://${proxy.address}`, trusting)).errors).toEqual([]);
    expect(world.live).toHaveLength(1);
  });

  test("that wants a user and a password: the variable is told, and they are not repeated", async () => {
    await open("pulumi:CANARY");
    const without = await up(`http://${proxy.address}`, trusting);
    expect(without.errors).toEqual([
      expect.stringMatching(/wants a user and a password \(HTTP 407\).*into HTTPS_PROXY/),
    ]);
    const wrong = await up(`http://pulumi:CANARY-wrong@${proxy.address}`, trusting);
    expect(wrong.errors).toEqual([expect.stringMatching(/refuses the user and the password in HTTPS_PROXY/)]);
    expect(wrong.errors.join()).not.toContain("CANARY");
    expect([without.asked, wrong.asked]).toEqual([1, 1]);
    expect((await up(`http://pulumi:CANARY@${proxy.address}`, trusting)).errors).toEqual([]);
  });

  test("is found by its host and port alone", async () => {
    await open();
    expect((await up(proxy.address, trusting)).errors).toEqual([]);
    expect(proxy.asked).toBeGreaterThan(0);
  });
});
