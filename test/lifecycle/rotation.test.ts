/** A rotation in place whose mint, or whose revoke, goes wrong: the key in use stays in use, and no key is lost or minted twice. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  createEmulator,
  dateSkew,
  type Emulator,
  ok,
  reset,
  status,
  type VendorName,
  vendorNames,
} from "../../emulator/index";
import { movedClock, shortenedWaits } from "../e2e/harness/environment";
import { brokenPromises } from "../promises/promises";
import { type Properties, ProviderProcess } from "../stack/provider-process";
import { type Run, SimulatedStack } from "../stack/simulated-stack";
import { inputsOf } from "../vendors/vendor-cases";

const dayMs = 86_400_000;
const routes = {
  devin: { mint: "POST /v2/enterprise/api-keys", list: "GET /v2/enterprise/api-keys" },
  kosli: {
    mint: "POST /service-accounts/:org/:name/api-keys",
    list: "GET /service-accounts/:org/:name/api-keys",
  },
  nekuda: { mint: "POST /api/v2/api-keys/", list: "GET /api/v2/api-keys/" },
};
const marked = ["kosli", "nekuda"] as const;
const revokeOfKosli = "DELETE /service-accounts/:org/:name/api-keys/:id";

let emulator: Emulator;
let stack: SimulatedStack;
let day: number;

beforeEach(async () => {
  emulator = await createEmulator();
  stack = new SimulatedStack();
  day = 0;
});
afterEach(() => emulator.close());

/** One run on the day that it is. nekuda's tokens live for hours: each run has a fresh one. */
async function run(
  vendor: VendorName,
  operate: (provider: ProviderProcess) => Promise<Run>,
  isContradicted = false,
): Promise<Run> {
  emulator.clock.set(Date.now() + day * dayMs);
  const environment = {
    PATH: process.env.PATH ?? "",
    ...shortenedWaits,
    ...emulator.environment(),
    NEKUDA_TOKEN: emulator.tokens.issue("nekuda"),
    ...movedClock(day * dayMs),
  };
  const provider = await ProviderProcess.start({}, environment);
  try {
    const result = await operate(provider);
    const said = `${result.errors.join("\n")}\n${provider.printed}`;
    expect(brokenPromises({ ledger: emulator.ledger, vendor, stacks: [stack], said, isContradicted })).toEqual([]);
    return result;
  } finally {
    await provider.stop();
  }
}

const rotation = { every: "30d", overlap: "24h" };

function up(vendor: VendorName, more: Properties = {}): Promise<Run> {
  const { account: _, ...inputs } = inputsOf(vendor, emulator, "ci", "");
  // What a person has judged to be none of ours is not looked after any more.
  const isContradicted = more.adopt !== undefined;
  return run(
    vendor,
    (provider) => stack.up(provider, new Map([["ci", { ...inputs, rotation, ...more }]])),
    isContradicted,
  );
}
const destroy = (vendor: VendorName) => run(vendor, (provider) => stack.destroy(provider));
const refresh = (vendor: VendorName) => run(vendor, (provider) => stack.refresh(provider));
const outputs = () => stack.records[0]?.outputs ?? {};
const value = () => String(outputs().apiKey ?? outputs().privateKey);
const live = (vendor: VendorName) => emulator.ledger.liveKeys(vendor).map(({ id }) => id);

describe.each(vendorNames)("a %s rotation whose answer is lost", (vendor) => {
  /** The up on the 30th day loses the answer of its mint and can list nothing after it. */
  async function lose(): Promise<string> {
    await up(vendor);
    const first = String(outputs().keyId);
    day = 30;
    emulator.script(vendor, routes[vendor].mint, [reset("after-commit"), ok]);
    // One list is read before the mint; Devin and nekuda read another to prove the account.
    const before = vendor === "kosli" ? [ok] : [ok, ok];
    emulator.script(vendor, routes[vendor].list, [...before, status(500)]);
    const lost = await up(vendor);
    expect(lost.errors).toEqual([expect.stringMatching(/whether \w+ minted a key is not known: its answer was lost/)]);
    expect(lost.errors[0]).toMatch(/write `adopt: \{keyId: "\S+"\}` .*Key \S+ then stays in use/);
    expect(outputs()).toMatchObject({ keyId: first, pending: { overlap: dayMs } });
    expect(emulator.ledger.authenticates(value())).toBe(true);
    expect(live(vendor)).toHaveLength(2);
    emulator.script(vendor, routes[vendor].list, [ok]);
    return first;
  }

  if (vendor === "devin") {
    test("keeps the key in use, pending until a person judges: `adopt` names the one that stays", async () => {
      const first = await lose();
      const again = await up(vendor);
      expect(again.errors).toEqual([expect.stringMatching(/It can only be among/)]);
      expect(outputs().keyId).toBe(first);
      const [candidate] = live(vendor).filter((id) => id !== first);
      const judged = await up(vendor, { adopt: { keyId: first } });
      expect(judged.errors).toEqual([]);
      expect(outputs()).toMatchObject({ keyId: first });
      expect(outputs()).not.toHaveProperty("pending");
      expect(emulator.ledger.authenticates(value())).toBe(true);
      expect(live(vendor)).toEqual(expect.arrayContaining([first, candidate]));
    });
    return;
  }

  test("is settled by the next up, which then rotates", async () => {
    const first = await lose();
    expect((await up(vendor)).errors).toEqual([]);
    expect(outputs()).toMatchObject({ previousKeyId: first });
    expect(live(vendor)).toEqual(expect.arrayContaining([first, outputs().keyId]));
    expect(live(vendor)).toHaveLength(2);
    day = 32;
    await up(vendor);
    expect(live(vendor)).toEqual([outputs().keyId]);
    await destroy(vendor);
    expect(live(vendor)).toEqual([]);
  });

  test("is settled by a refresh, which keeps the key in use; the next up rotates", async () => {
    const first = await lose();
    expect((await refresh(vendor)).errors).toEqual([]);
    expect(outputs().keyId).toBe(first);
    expect(live(vendor)).toEqual([first]);
    expect((await up(vendor)).errors).toEqual([]);
    expect(outputs()).toMatchObject({ previousKeyId: first });
  });

  test("is settled by a destroy, which revokes all", async () => {
    await lose();
    expect((await destroy(vendor)).errors).toEqual([]);
    expect(live(vendor)).toEqual([]);
  });
});

test.each(["up", "refresh", "destroy"])(
  "a new Devin key whose id is not proved waits beside the key in use, until %s finds it",
  async (operation) => {
    const vendor = "devin";
    await up(vendor);
    const [first, firstValue] = [outputs().keyId, value()];
    day = 30;
    emulator.switches.devin.selfAnswersServiceKeys = 403;
    emulator.switches.devin.apiKeyValue = "null";
    emulator.script(vendor, routes.devin.list, [ok, ok, status(500)]);
    const unproved = await up(vendor);
    expect(unproved.errors).toEqual([expect.stringMatching(/its value is kept, but which id it has is not proved/)]);
    expect(value()).toBe(firstValue);
    const [stored] = stack.records;
    expect(emulator.ledger.authenticates(String(outputs().pendingValue))).toBe(true);
    expect(stored?.returned.pendingValue).toMatchObject({ value: outputs().pendingValue });
    emulator.script(vendor, routes.devin.list, [ok]);
    emulator.switches.devin.selfAnswersServiceKeys = 200;
    const newValue = outputs().pendingValue;
    const settled = await { up: () => up(vendor), refresh: () => refresh(vendor), destroy: () => destroy(vendor) }[
      operation as "up"
    ]();
    expect(settled.errors).toEqual([]);
    if (operation === "destroy") return expect(live(vendor)).toEqual([]);
    if (operation === "refresh") {
      // It hands nothing on to what uses the old key.
      expect(value()).toBe(firstValue);
      await up(vendor);
    }
    expect(value()).toBe(newValue);
    expect(outputs()).toMatchObject({ previousKeyId: first });
    expect(outputs()).not.toHaveProperty("pendingValue");
    await up(vendor);
    expect(emulator.ledger.mints).toHaveLength(2);
    day = 32;
    await up(vendor);
    expect(live(vendor)).toEqual([outputs().keyId]);
    await destroy(vendor);
    expect(live(vendor)).toEqual([]);
  },
);

test.each(marked)(
  "a %s rotation that falls due while the key before cannot be revoked mints nothing",
  async (vendor) => {
    const revoke = {
      kosli: revokeOfKosli,
      nekuda: "PUT /api/v2/api-keys/:id/revoke",
    }[vendor];
    await up(vendor);
    day = 30;
    await up(vendor);
    emulator.script(vendor, revoke, [status(500)]);
    day = 61;
    const failed = await up(vendor);
    expect(failed.errors).toEqual([expect.stringMatching(/revoking key \S+: HTTP 500/)]);
    expect(emulator.ledger.mints).toHaveLength(2);
    expect(live(vendor)).toHaveLength(2);
    emulator.script(vendor, revoke, [ok]);
    expect((await up(vendor)).errors).toEqual([]);
    expect(live(vendor)).toHaveLength(2);
  },
);

test("nothing rotates in place through another organization's token", async () => {
  await up("nekuda");
  day = 30;
  emulator.clock.set(Date.now() + day * dayMs);
  const foreign = emulator.tokens.issue("nekuda", { account: "others" });
  emulator.strangers.mint("nekuda", { account: "others" });
  const provider = await ProviderProcess.start(
    { "nekuda:token": foreign, "nekuda:apiUrl": emulator.urls.nekuda },
    { PATH: process.env.PATH ?? "", ...shortenedWaits, ...movedClock(day * dayMs) },
  );
  const { account: _, ...inputs } = inputsOf("nekuda", emulator, "ci", "");
  const { errors } = await stack.up(provider, new Map([["ci", { ...inputs, rotation }]]));
  await provider.stop();
  expect(errors).toEqual([expect.stringMatching(/belong to/)]);
  expect(emulator.ledger.mints.filter(({ mintedBy }) => mintedBy !== "stranger")).toHaveLength(1);
});

test("a trigger whose rotation was lost rotates once it is settled, once", async () => {
  const trigger = (text: string) => ({ rotation: { overlap: "24h", trigger: text } });
  await up("kosli", trigger("one"));
  const first = outputs().keyId;
  emulator.script("kosli", routes.kosli.mint, [reset("after-commit"), ok]);
  emulator.script("kosli", routes.kosli.list, [ok, status(500)]);
  expect((await up("kosli", trigger("two"))).errors).toHaveLength(1);
  emulator.script("kosli", routes.kosli.list, [ok]);
  await refresh("kosli");
  expect(outputs().keyId).toBe(first);
  expect((await up("kosli", trigger("two"))).errors).toEqual([]);
  expect(outputs().previousKeyId).toBe(first);
  expect((await up("kosli", trigger("two"))).changes).toEqual([]);
});

const triggered = (trigger: string, overlap?: string) => ({ rotation: { trigger, ...(overlap ? { overlap } : {}) } });

test.each(["refresh", "destroy"] as const)(
  "a Devin key that is in use is not taken for its own successor by a %s",
  async (operation) => {
    await up("devin", triggered("one", "24h"));
    emulator.script("devin", routes.devin.mint, [reset("before-commit"), ok]);
    emulator.script("devin", routes.devin.list, [ok, status(500)]);
    expect((await up("devin", triggered("two", "24h"))).errors).toHaveLength(1);
    emulator.script("devin", routes.devin.list, [ok]);
    expect((await { refresh, destroy }[operation]("devin")).errors).toEqual([]);
    expect(outputs()).not.toHaveProperty("pending");
  },
);

test("a destroy that stops halfway has left the key in use", async () => {
  await up("kosli", triggered("one", "24h"));
  await up("kosli", triggered("two", "24h"));
  emulator.script("kosli", revokeOfKosli, [ok, status(500)]);
  expect((await destroy("kosli")).errors).toHaveLength(1);
  expect(live("kosli")).toEqual([outputs().keyId]);
});

describe("the overlap begins when the new key takes over", () => {
  test("although its answer bore a date that has long passed", async () => {
    emulator.switches.devin.selfAnswersServiceKeys = 200;
    await up("devin", triggered("one", "30m"));
    emulator.script("devin", routes.devin.mint, [dateSkew(-3_600_000), ok]);
    await up("devin", triggered("two", "30m"));
    expect((await up("devin", triggered("two", "30m"))).changes).toEqual([]);
    expect(live("devin")).toHaveLength(2);
  });

  test("although it was minted days before it could be proved", async () => {
    await up("devin", triggered("one", "24h"));
    emulator.script("devin", "GET /v2/enterprise/self", [ok, status(403)]);
    emulator.script("devin", routes.devin.list, [ok, status(500)]);
    expect((await up("devin", triggered("two", "24h"))).errors).toHaveLength(1);
    emulator.script("devin", "GET /v2/enterprise/self", [ok]);
    emulator.script("devin", routes.devin.list, [ok]);
    day = 2;
    await refresh("devin");
    // Until this run nobody has been handed the new key.
    expect((await up("devin", triggered("two", "24h"))).errors).toEqual([]);
    expect(live("devin")).toHaveLength(2);
    day = 4;
    await up("devin", triggered("two", "24h"));
    expect(live("devin")).toEqual([outputs().keyId]);
  });
});

test("a rotation that is pending is settled before another key is minted, when the overlap has been taken away too", async () => {
  await up("kosli", triggered("one", "24h"));
  emulator.script("kosli", routes.kosli.mint, [reset("after-commit"), ok]);
  emulator.script("kosli", routes.kosli.list, [ok, status(500)]);
  expect((await up("kosli", triggered("two", "24h"))).errors).toHaveLength(1);
  emulator.script("kosli", routes.kosli.list, [ok]);
  emulator.script("kosli", revokeOfKosli, [status(500)]);
  expect((await up("kosli", triggered("two"))).errors).toHaveLength(1);
  expect(live("kosli")).toHaveLength(2);
  emulator.script("kosli", revokeOfKosli, [ok]);
  expect((await up("kosli", triggered("two"))).errors).toEqual([]);
  await up("kosli", triggered("two"));
  expect(live("kosli")).toEqual([outputs().keyId]);
});
