/** What a fault does to lists, keys and tokens, apart from the answer itself. */
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import {
  beforeCommit,
  createEmulator,
  type Emulator,
  type Fault,
  lag,
  listing,
  mintFaults,
  ok,
  status,
  stranger,
} from "../../emulator/index";
import { pathOf, vendorsThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { vendorClient } from "./vendor-client.test.support";

const keysPath = "/service-accounts/acme/ci/api-keys";
const mintRoute = "POST /service-accounts/:org/:name/api-keys";
const listRoute = "GET /service-accounts/:org/:name/api-keys";
let emulator: Emulator;
let kosli: ReturnType<typeof vendorClient>;

beforeAll(async () => {
  emulator = await createEmulator();
  kosli = vendorClient(emulator, "kosli");
});
afterEach(() => emulator.reset());
afterAll(() => emulator.close());

const mint = () => kosli(`POST ${keysPath}`, { body: { description: "x" } });
const list = async (): Promise<unknown[]> => (await kosli(`GET ${keysPath}`)).body;

test("a new key can be missing from some lists, or for a time", async () => {
  emulator.script("kosli", mintRoute, [lag({ lists: 2 }), lag({ ms: 1000 })]);
  await mint();
  expect([(await list()).length, (await list()).length, (await list()).length]).toEqual([0, 0, 1]);
  emulator.clock.freeze();
  await mint();
  expect(await list()).toHaveLength(1);
  emulator.clock.advance(1000);
  expect(await list()).toHaveLength(2);
});

test("a list of another organization shows nothing of a lag", async () => {
  const { scope } = emulator.place("devin");
  const devin = vendorClient(emulator, "devin");
  emulator.script("devin", "POST /v2/enterprise/api-keys", lag({ lists: 1 }));
  await devin("POST /v2/enterprise/api-keys", { body: { org_id: scope } });
  await devin("GET /v2/enterprise/api-keys?org_id=org-other");
  const list = async () => (await devin(`GET /v2/enterprise/api-keys?org_id=${scope}`)).body.total;
  const before = await list();
  expect(await list()).toBe(before + 1);
});

test("a stranger's key appears before commit, after commit, and between list calls", async () => {
  emulator.script("kosli", mintRoute, [stranger("before-commit"), stranger("after-commit"), ok]);
  await mint();
  await mint();
  expect(emulator.ledger.mints.map((key) => key.mintedBy)).toEqual(["stranger", "admin", "admin", "stranger"]);
  emulator.script("kosli", listRoute, [stranger("before-commit"), ok]);
  expect(await list()).toHaveLength(5);
  expect(new Set(emulator.ledger.mints.map((key) => key.scope))).toEqual(new Set(["ci"]));
});

test("a stranger mints and the token ends whatever becomes of the call", async () => {
  for (const when of ["before-commit", "after-commit"] as const) {
    emulator.script("kosli", mintRoute, { ...beforeCommit(stranger(when)), delivery: "reset" });
    expect(await mint().catch(() => "cut")).toBe("cut");
  }
  expect(emulator.ledger.mints.map((key) => key.mintedBy)).toEqual(["stranger", "stranger"]);
  emulator.script("kosli", mintRoute, [status(500, { revokesCaller: true }), ok]);
  expect([(await mint()).status, (await mint()).status]).toEqual([500, 401]);
});

test("a lost answer and a stranger's key come together, in either order", async () => {
  const lost = Object.entries(mintFaults).filter(([name]) => name.startsWith("answer lost"));
  const minters = [];
  for (const [, fault] of lost) {
    emulator.script("kosli", mintRoute, fault);
    expect(await mint().catch(() => "cut")).toBe("cut");
    minters.push(emulator.ledger.mints.map((key) => key.mintedBy));
    await emulator.reset();
  }
  expect(minters).toEqual([["stranger", "admin"], ["admin", "stranger"], ["stranger"]]);
});

test("a stranger's Devin key is in the org of the request", async () => {
  const { scope } = emulator.place("devin", { scope: "org-second" });
  emulator.script("devin", "POST /v2/enterprise/api-keys", stranger("before-commit"));
  await vendorClient(emulator, "devin")("POST /v2/enterprise/api-keys", { body: { org_id: scope } });
  expect(emulator.ledger.mints.map((key) => key.scope)).toEqual([scope, scope]);
});

test("a page of Devin's list is lost, repeated, or has more for ever", async () => {
  for (let count = 0; count < 3; count++) emulator.strangers.mint("devin");
  const page = async (fault: Fault, number: number) => {
    emulator.script("devin", "GET /v2/enterprise/api-keys", fault);
    const path = `/v2/enterprise/api-keys?per_page=2&page=${number}`;
    const { items, has_more, next_cursor } = (await vendorClient(emulator, "devin")(`GET ${path}`)).body;
    return { ids: items.map(({ id }: { id: string }) => id), has_more, next_cursor };
  };
  expect(await page(listing("page-lost"), 1)).toMatchObject({ ids: [], has_more: true, next_cursor: 2 });
  const { ids } = await page(ok, 1);
  expect((await page(listing("page-repeated"), 1)).ids).toEqual([...ids, ...ids]);
  expect((await page(listing("page-repeated"), 2)).ids).toEqual(ids);
  expect(await page(listing("endless"), 9)).toEqual({ ids: [], has_more: true, next_cursor: 10 });
});

test.each(vendorsThat(({ emptyList }) => Array.isArray(emptyList)))(
  "%s's flat list is lost or has its rows twice",
  async (vendor) => {
    emulator.strangers.mint(vendor);
    const { list } = kits[vendor].routes;
    const path = pathOf(list, emulator.place(vendor));
    emulator.script(vendor, list, [listing("page-lost"), listing("page-repeated")]);
    const call = vendorClient(emulator, vendor);
    expect([(await call(`GET ${path}`)).body.length, (await call(`GET ${path}`)).body.length]).toEqual([0, 2]);
  },
);

test("the token can be revoked between two calls", async () => {
  emulator.script("kosli", mintRoute, { ...ok, revokesCaller: true });
  expect([(await mint()).status, (await mint()).status]).toEqual([201, 401]);
});
