/**
 * What the engine is handed when a call fails: an Error of one sentence, without a stack. It never repeats a word of an error that is
 * not ours.
 */
import "./short-waits.test.support";
import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createEmulator, type Emulator, reset, status } from "../../emulator/index";
import { vendorNames } from "../../emulator/vendors";
import { explained, type Operation } from "../../provider/core/engine/explained";
import { providerOf } from "../../provider/core/engine/provider";
import type { Instant } from "../../provider/core/values/instant";
import { UserError } from "../../provider/core/values/user-error";
import { OutcomeUnknown, RequestNotSent, RequestRefused } from "../../provider/core/vendor/call-failures";
import type { Definition } from "../../provider/core/vendor/definition";
import { noConfig, type StackConfig } from "../../provider/core/vendor/stack-config";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { emptyEnvironment } from "./account/environment.test.support";
import { samples, vendors } from "./samples.test.support";

const { definition, inputs } = samples[vendorThat((kit) => kit.definition.account.org !== undefined)];
const operations: Operation[] = ["check", "diff", "create", "update", "refresh", "delete"];

const started = "2026-01-31T12:00:00Z" as Instant;

/** The config that a provider hands to each operation. A refresh and a delete see that of the last `up`. */
function configOf(operation: Operation): StackConfig {
  return operation === "refresh" || operation === "delete" ? { ...noConfig, ofLastUp: operation } : noConfig;
}

/** An error as the Node.js process of a dynamic provider prints it. */
function printed(error: unknown): string {
  const { stack } = error as Error;
  return `${error}: ${stack}\n${(error as Error).message}\n${inspect(error, { depth: 10 })}`;
}

describe.each(operations)("an error of %s", (operation) => {
  const explain = (error: unknown, raw: Record<string, unknown> = inputs) =>
    explained(error, definition, raw, { operation, started }, configOf(operation));

  test("of ours is told after the resource's name, without a stack", () => {
    const shown = explain(new UserError("it is your turn"));
    expect(shown.message).toBe(`${definition.type} ci: it is your turn`);
    expect(printed(shown)).not.toMatch(/\bat .*:\d+:\d+/);
  });

  test("that is not ours is told by its kind alone", () => {
    const strange = new TypeError("cannot read CANARY", { cause: { CANARY: "CANARY" } });
    for (const thrown of [
      strange,
      "CANARY",
      { CANARY: "CANARY" },
      ["CANARY"],
      null,
      undefined,
      7,
      Symbol("CANARY"),
      new AggregateError([strange], "CANARY"),
    ]) {
      const shown = explain(thrown);
      expect(shown).toBeInstanceOf(Error);
      expect(printed(shown)).not.toMatch(/CANARY/);
      expect(shown.message).toMatch(/an unexpected \w+ .*please report it/);
    }
  });

  test("that is a defect says, where a key may have been minted, how to find that key", () => {
    const { message } = explain(new TypeError());
    if (operation !== "create" && operation !== "update") {
      expect(message).not.toContain("minted");
      return;
    }
    expect(message).toContain("Whether a key was minted is not known.");
    expect(message).toContain(
      `look at ${definition.account.title} for keys created since ${started}. Leave each key that a stack holds`,
    );
    expect(message).not.toContain("No key was minted");
  });

  test("that says what to do itself does not also say `Run again`", () => {
    expect(explain(new OutcomeUnknown("a listed key")).message).toMatch(/ Run again\.$/);
    expect(explain(new OutcomeUnknown("a listed key", undefined, { saysRemedy: true })).message).not.toContain(
      "Run again",
    );
  });

  test("of an organization that denies the token says to correct its name only in a create, which replaces no key", () => {
    const denied = new RequestRefused("minting: HTTP 403", {
      isSentenceSaid: false,
      status: 403,
      sentence: undefined,
      isVendorsOwn: true,
      date: undefined,
    });
    const { message } = explain(denied, { ...inputs, org: "acme" });
    expect(message).toContain("Set a token that may.");
    expect(message.includes("`acme` is not your organization")).toBe(operation === "create");
  });

  test("that sends to `pulumi state delete` names the record, and warns of `--target-dependents` except in a delete", () => {
    const text = "run `pulumi state delete <urn>`, which forgets it.";
    const call = { operation, started, id: "key-1" };
    const { message } = explained(new UserError(text), definition, inputs, call, configOf(operation));
    expect(message).toContain('If `pulumi state delete` offers several records: choose "key-1"');
    // Nothing depends any more on a resource that is being deleted.
    expect(message.includes("do not add `--target-dependents`")).toBe(operation !== "delete");
    expect(explain(new UserError("run again")).message).not.toContain("choose");
  });

  test("that has another way out for a delete says that way in a delete, and only there", () => {
    const { message } = explain(new UserError("taint it", "take it out"));
    expect(message).toContain(operation === "delete" ? "take it out" : "taint it");
  });

  test("names no resource when its inputs do not tell one, and does not fail for it", () => {
    for (const raw of [{}, { origin: "CANARY" }, { origin: { name: 7, hash: "CANARY" } }]) {
      expect(explain(new UserError("x"), raw).message).toBe(`${definition.type} (unnamed): x`);
    }
  });

  test("of a request says what the failure has left as it was", () => {
    const refused = new RequestRefused("reading: HTTP 401", {
      isSentenceSaid: false,
      status: 401,
      sentence: undefined,
      isVendorsOwn: true,
      date: undefined,
    });
    for (const error of [new RequestNotSent("reading: no answer"), refused, new OutcomeUnknown("reading: no answer")]) {
      expect(explain(error).message).toMatch(
        /(No key was minted|Nothing was changed|[Tt]he state is kept as it was|The key stays in the state)\./,
      );
    }
    expect(explain(refused).message).toMatch(
      operation === "refresh" || operation === "delete"
        ? /set a valid one in the environment\. This command reads the config of the last `pulumi up`\. .*`--run-program`/
        : /set a valid one\. /,
    );
  });
});

describe("a provider", () => {
  let emulator: Emulator;
  emptyEnvironment();
  beforeAll(async () => {
    emulator = await createEmulator({ canary: "CANARY" });
  });
  beforeEach(async () => {
    await emulator.reset();
    Object.assign(process.env, emulator.environment());
  });
  afterAll(() => emulator.close());

  test.each(vendors)(
    "of %s answers each call of the engine, whatever it is handed, with a result or a sentence",
    async (_vendor, { definition }) => {
      const provider = providerOf(definition as Definition);
      const odd: Record<string, unknown>[] = [
        {},
        { origin: null },
        { unknown: "CANARY" },
        { keyId: "..", mintedBy: { url: "CANARY" } },
      ];
      for (const raw of odd) {
        const calls = [
          provider.check?.({}, raw),
          provider.diff?.("CANARY", raw, raw),
          provider.create?.(raw),
          provider.update?.("CANARY", raw, raw),
          provider.read?.("CANARY", raw),
          provider.read?.("CANARY"),
          provider.delete?.("CANARY", raw),
        ];
        for (const result of await Promise.allSettled(calls)) {
          if (result.status === "fulfilled") continue;
          expect(result.reason).toBeInstanceOf(Error);
          expect(printed(result.reason)).not.toMatch(/CANARY/);
          expect(result.reason.message).not.toMatch(/a defect of/);
        }
      }
      expect(emulator.ledger.calls()).toEqual([]);
    },
  );

  test.each(vendorNames)("of %s keeps every secret out of its errors, whatever the vendor answers", async (vendor) => {
    const { definition, inputs } = samples[vendor];
    const provider = providerOf(definition);
    const news = { ...inputs, ...kits[vendor].usual(emulator) };
    for (const fault of [status(401), status(403), status(500), status(307), reset("unread")]) {
      emulator.script(vendor, "*", fault);
      const error = await provider.create?.(news).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Error);
      expect(printed(error)).not.toMatch(/CANARY/);
      expect((error as Error).message).not.toMatch(/a defect of/);
    }
  });
});
