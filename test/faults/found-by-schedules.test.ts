/** What random schedules have found, each as the shortest run that shows it. */
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  body,
  createEmulator,
  dateSkew,
  type Emulator,
  lag,
  ok,
  reset,
  status,
  type VendorName,
} from "../../emulator/index";
import { brokenPromises } from "../promises/promises";
import { type Properties, ProviderProcess } from "../stack/provider-process";
import { type Program, type Run, SimulatedStack } from "../stack/simulated-stack";
import { inputsOf } from "../vendors/vendor-cases";

let emulator: Emulator;
let stack: SimulatedStack;

beforeEach(async () => {
  emulator = await createEmulator();
  stack = new SimulatedStack();
});

afterEach(() => emulator.close());

/** One run of the engine: a provider process of its own. */
async function run(operate: (provider: ProviderProcess) => Promise<Run>): Promise<Run> {
  const environment = { PATH: process.env.PATH ?? "", PULUMI_APIKEYS_TIME_FACTOR: "0.02", ...emulator.environment() };
  const provider = await ProviderProcess.start({}, environment);
  try {
    return await operate(provider);
  } finally {
    await provider.stop();
  }
}

function programOf(vendor: VendorName, more: Properties = {}): Program {
  const { account: _, ...inputs } = inputsOf(vendor, emulator, "ci", "");
  return new Map([["ci", { ...inputs, ...more }]]);
}

const kosliKeys = "/service-accounts/:org/:name/api-keys";

test("a Devin key that has gone can be destroyed where Devin does not tell who asks", async () => {
  emulator.switches.devin.selfAnswersAdminKeys = 403;
  await run((provider) => stack.up(provider, programOf("devin")));
  for (const key of emulator.ledger.liveKeys("devin")) emulator.strangers.revoke(key);
  expect((await run((provider) => stack.destroy(provider))).errors).toEqual([]);
});

test("a key that one list has shown is not believed absent on a later one", async () => {
  emulator.script("kosli", `POST ${kosliKeys}`, [reset("after-commit")]);
  emulator.script("kosli", `GET ${kosliKeys}`, [ok, body({ json: [] })]);
  const { errors } = await run((provider) => stack.up(provider, programOf("kosli", { marker: false })));
  const [lost] = emulator.ledger.liveKeys("kosli");
  expect(errors).toEqual([expect.stringContaining(`It can only be among ${lost?.id}`)]);
});

test("a key that lists show later is not believed absent on the one date that a list told wrongly", async () => {
  emulator.script("kosli", `POST ${kosliKeys}`, [{ ...reset("after-commit"), ...lag({ lists: 1 }) }, ok]);
  emulator.script("kosli", `GET ${kosliKeys}`, [dateSkew(-3_600_000), status(501)]);
  const unmarked = programOf("kosli", { marker: false });
  await run((provider) => stack.up(provider, unmarked));
  emulator.script("kosli", `GET ${kosliKeys}`, ok);
  const { errors } = await run((provider) => stack.up(provider, unmarked));
  const keys = emulator.ledger.liveKeys("kosli");
  expect(errors).toEqual([expect.stringContaining(`It can only be among ${keys[0]?.id}`)]);
  expect(keys).toHaveLength(1);
});

test("a key for which nothing can be settled is named", async () => {
  emulator.clock.advance(-10_000);
  const { id } = emulator.strangers.mint("kosli");
  emulator.clock.advance(10_000);
  emulator.script("kosli", `POST ${kosliKeys}`, [reset("before-commit")]);
  const { errors } = await run((provider) => stack.up(provider, programOf("kosli", { marker: false })));
  expect(errors).toEqual([expect.stringContaining(`It can only be among ${id}`)]);
});

test("a revoke that failed is not believed done on one denial of the key", async () => {
  await run((provider) => stack.up(provider, programOf("nekuda")));
  emulator.script("nekuda", "PUT /api/v2/api-keys/:id/revoke", [status(503)]);
  emulator.script("nekuda", "GET /api/v2/api-keys/:id", [ok, status(404)]);
  const { errors } = await run((provider) => stack.destroy(provider));
  expect(errors).toEqual([expect.stringContaining("HTTP 503")]);
  expect(stack.records).toHaveLength(1);
});

test("a Devin key that is listed late is among those that are named", async () => {
  emulator.switches.devin.apiKeyValue = "absent";
  emulator.clock.freeze();
  emulator.script("devin", "POST /v2/enterprise/api-keys", [{ ...ok, lag: { lists: 1 }, stranger: "after-commit" }]);
  const { errors } = await run((provider) => stack.up(provider, programOf("devin")));
  const own = emulator.ledger.liveKeys("devin").find(({ mintedBy }) => mintedBy !== "stranger");
  expect(errors).toEqual([expect.stringContaining(String(own?.id))]);
});

test.each(["masked", "whole"] as const)(
  "a stranger's Devin key is not taken for ours that is listed later (values: %s)",
  async (apiKeyValue) => {
    emulator.switches.devin.apiKeyValue = apiKeyValue;
    emulator.clock.freeze();
    emulator.script("devin", "POST /v2/enterprise/api-keys", [
      ok,
      { ...ok, lag: { lists: 3 }, stranger: "after-commit" },
    ]);
    const [inputs] = programOf("devin").values();
    const names = ["one", "two"];
    const program = new Map(names.map((name) => [name, { ...inputs, origin: { name, hash: "0123abcd" } }]));
    await run((provider) => stack.up(provider, program));
    const held = stack.records.map(({ outputs }) => outputs.keyId).filter((id) => id !== "");
    const own = emulator.ledger.keys.filter(({ mintedBy }) => mintedBy !== "stranger").map(({ id }) => id);
    expect(held.length).toBeGreaterThan(0);
    expect(own).toEqual(expect.arrayContaining(held));
    const broken = brokenPromises({ ledger: emulator.ledger, vendor: "devin", stacks: [stack], said: "" });
    expect(broken).toEqual([]);
  },
);

test("a Devin key is not believed lost because the only date that was told was an hour ahead", async () => {
  emulator.switches.devin.selfAnswersAdminKeys = 403;
  emulator.script("devin", "POST /v2/enterprise/api-keys", [reset("after-commit")]);
  emulator.script("devin", "GET /v2/enterprise/api-keys", [dateSkew(3_600_000), status(501)]);
  await run((provider) => stack.up(provider, programOf("devin")));
  emulator.script("devin", "GET /v2/enterprise/api-keys", [ok]);
  const { errors } = await run((provider) => stack.refresh(provider));
  const own = emulator.ledger.liveKeys("devin").find(({ mintedBy }) => mintedBy !== "stranger");
  expect(errors).toEqual([]);
  expect(stack.records).toMatchObject([{ outputs: { pending: { candidates: [own?.id] } } }]);
});

test("another organization of a Devin enterprise is not another account", async () => {
  emulator.switches.devin.selfAnswersAdminKeys = 403;
  const { scope: orgId } = emulator.place("devin", { scope: `org-${"b".repeat(32)}` });
  await run((provider) => stack.up(provider, programOf("devin", { orgId })));
  for (const key of emulator.ledger.liveKeys("devin")) emulator.strangers.revoke(key);
  emulator.switches.devin.selfAnswersAdminKeys = 200;
  const { errors } = await run((provider) => stack.destroy(provider));
  expect(errors).toEqual([
    expect.stringMatching(/it is not proved that .* belongs to the account that minted the key/),
  ]);
});

test("a Devin key that cannot be revoked is named, whatever else fails: no record may have its id", async () => {
  emulator.script("devin", "GET /v2/enterprise/api-keys", [ok, status(304)]);
  await run((provider) => stack.up(provider, programOf("devin")));
  emulator.switches.devin.selfAnswersServiceKeys = 200;
  emulator.script("devin", "GET /v2/enterprise/api-keys", [ok, ok, status(404)]);
  emulator.script("devin", "DELETE /v2/enterprise/api-keys/:id", [status(422)]);
  const { errors } = await run((provider) => stack.destroy(provider));
  const own = emulator.ledger.liveKeys("devin").find(({ mintedBy }) => mintedBy !== "stranger");
  expect(stack.records).toMatchObject([{ outputs: { keyId: "" } }]);
  expect(errors).toEqual([expect.stringContaining(`revoking key ${own?.id}: HTTP 422`)]);
});
