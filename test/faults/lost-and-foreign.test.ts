/** Ways in which a live key was once lost, or a key revoked that was in use: each of them ran, and must not run again. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, ok, reset, status, type VendorName } from "../../emulator/index";
import { shortenedWaits } from "../e2e/harness/environment";
import { type Properties, ProviderProcess } from "../stack/provider-process";
import { type Program, type Run, SimulatedStack } from "../stack/simulated-stack";
import { inputsOf } from "../vendors/vendor-cases";

describe("a stack of one account", () => {
  let emulator: Emulator;
  let stack: SimulatedStack;

  beforeEach(async () => {
    emulator = await createEmulator();
    stack = new SimulatedStack();
  });

  afterEach(() => emulator.close());

  /** One run of the engine: a provider process of its own. */
  async function run(operate: (provider: ProviderProcess) => Promise<Run>): Promise<Run> {
    const environment = { PATH: process.env.PATH ?? "", ...shortenedWaits, ...emulator.environment() };
    const provider = await ProviderProcess.start({}, environment);
    try {
      return await operate(provider);
    } finally {
      await provider.stop();
    }
  }

  function programOf(vendor: VendorName, names: readonly string[], more: Properties = {}): Program {
    const inputs = (name: string) => {
      const { account: _, ...own } = inputsOf(vendor, emulator, name, "");
      return { ...own, origin: { name, hash: Buffer.from(name).toString("hex").padEnd(8, "0").slice(0, 8) }, ...more };
    };
    return new Map(names.map((name) => [name, inputs(name)]));
  }

  test("a destroy that settles a pending mint revokes its key", async () => {
    emulator.script("devin", "GET /v2/enterprise/api-keys", [ok, status(401)]);
    const up = await run((provider) => stack.up(provider, programOf("devin", ["ci"])));
    expect(up.errors).toEqual([expect.stringContaining("which id it has is not proved")]);
    emulator.script("devin", "GET /v2/enterprise/api-keys", [ok]);
    emulator.switches.devin.selfAnswersServiceKeys = 200;
    expect((await run((provider) => stack.destroy(provider))).errors).toEqual([]);
    expect([stack.records, emulator.ledger.liveKeys("devin")]).toEqual([[], []]);
  });

  test("an adopted Kosli key with an expiry of its own stays when `adopt` leaves the program", async () => {
    const legacy = emulator.strangers.mint("kosli", { expiresAt: emulator.clock.now() + 86_400_000 });
    await run((provider) => stack.up(provider, programOf("kosli", ["ci"], { adopt: { keyId: legacy.id } })));
    const again = await run((provider) => stack.up(provider, programOf("kosli", ["ci"])));
    expect([again.errors, again.changes]).toEqual([[], []]);
    expect(emulator.ledger.liveKeys("kosli").map(({ id }) => id)).toEqual([legacy.id]);
  });

  test("a refresh and destroy in one run of two records with one key revoke it once", async () => {
    const shared = emulator.strangers.mint("nekuda");
    await run((provider) => stack.up(provider, programOf("nekuda", ["a", "b"], { adopt: { keyId: shared.id } })));
    const destroyed = await run(async (provider) => {
      await stack.refresh(provider);
      return await stack.destroy(provider);
    });
    expect([destroyed.errors, stack.records]).toEqual([[], []]);
    expect(emulator.ledger.liveKeys("nekuda")).toEqual([]);
  });

  test("an id in the state that is none is an error, and nothing is sent", async () => {
    await run((provider) => stack.up(provider, programOf("kosli", ["ci"])));
    const [stored] = stack.records;
    if (!stored) throw new Error("nothing is stored");
    stack.resources.set("ci", { ...stored, outputs: { ...stored.outputs, keyId: "." } });
    const sent = emulator.ledger.calls().length;
    for (const operate of ["refresh", "destroy"] as const) {
      const { errors } = await run((provider) => stack[operate](provider));
      expect(errors).toEqual([expect.stringContaining("lacks or changes fields")]);
    }
    const up = await run((provider) => stack.up(provider, programOf("kosli", ["ci"])));
    expect(up.errors).toEqual([expect.stringContaining("lacks or changes fields")]);
    expect(emulator.ledger.calls()).toHaveLength(sent);
  });

  test("another organization's token never settles a pending mint", async () => {
    emulator.script("nekuda", "POST /api/v2/api-keys/", [reset("after-commit")]);
    emulator.script("nekuda", "GET /api/v2/api-keys/", [ok, status(500)]);
    await run((provider) => stack.up(provider, programOf("nekuda", ["ci"])));
    emulator.script("nekuda", "GET /api/v2/api-keys/", [ok]);
    const foreign = emulator.tokens.issue("nekuda", { account: "others" });
    const config = { "nekuda:token": foreign, "nekuda:apiUrl": emulator.urls.nekuda };
    const provider = await ProviderProcess.start(config, {
      PATH: process.env.PATH ?? "",
      ...shortenedWaits,
    });
    const { errors } = await stack.destroy(provider);
    await provider.stop();
    expect(errors).toEqual([
      expect.stringMatching(/it is not proved that .* belongs to the account|belong to account/),
    ]);
    expect(stack.records).toHaveLength(1);
    expect((await run((right) => stack.destroy(right))).errors).toEqual([]);
    expect(emulator.ledger.liveKeys("nekuda")).toEqual([]);
  });

  test("a destroy right after an up waits for lists that lag", async () => {
    emulator.switches.devin.selfAnswersServiceKeys = 403;
    await run((provider) => stack.up(provider, programOf("devin", ["ci"])));
    emulator.script("devin", "GET /v2/enterprise/api-keys", [{ ...ok, listing: "page-lost" }, ok]);
    expect((await run((provider) => stack.destroy(provider))).errors).toEqual([]);
    expect(emulator.ledger.liveKeys("devin")).toEqual([]);
  });
});
