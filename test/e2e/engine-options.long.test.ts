/** What the engine's own options do to a key that rotates. The table in docs/operate/engine-options.md says what these tests see. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { withLastingTokens } from "../vendors/every-vendor";
import { liveAtOnce } from "../year/lives";
import { Consumer } from "./harness/consumer";
import { movedClock } from "./harness/environment";
import { keyCases, keyId, markedFor } from "./harness/keys";
import { freshStack, sharedStack } from "./harness/stack";
import { named, opened } from "./harness/state";

const dayMs = 86_400_000;
const replaced = ["create-replacement", "replace", "delete-replaced"];
/** In a replacement that the engine decides on, it does not show us the replaced record. So the message names its keys with a doubt. */
const doubt = expect.stringMatching(
  /If this run replaces the key or retries a delete, the replaced key is among them: wait .* Another stack or backend of the same names may use/,
);

describe("keys that rotate every 30 days, with an overlap of a day", () => {
  const stack = sharedStack();
  const rotation = { every: "30d", overlap: "24h" };
  const plan = join(tmpdir(), `pulumi-apikeys-plan-${process.pid}.json`);
  type Declared = readonly [name: string, options?: CustomResourceOptions, rotation?: object];
  /** The resources of the program. The tests change them as they go on. */
  let declared: Declared[] = [
    ["triggered", { replacementTrigger: "one" }],
    ["tainted"],
    ["targeted"],
    ["untargeted", {}, { every: "732h", overlap: "24h" }],
    ["refreshed"],
    ["retained", { retainOnDelete: true }],
    ["retained-replaced", { retainOnDelete: true }, { every: "30d" }],
    ["retained-too-late", {}, { every: "30d" }],
    ["deleted-first", { deleteBeforeReplace: true }, { every: "30d" }],
    ["deleted-first-in-place", { deleteBeforeReplace: true }],
    ["protected", { protect: true }],
    ["ignoring", { ignoreChanges: ["rotation"] }, { ...rotation, trigger: "one" }],
    ["old-name"],
    ["forgotten-name"],
  ];
  const program = async () => {
    for (const [name, options, own = rotation] of declared) {
      const key = keyCases.kosli.declare(name, stack, { rotation: own }, options);
      if (name === "refreshed") new Consumer("consumer", key.value);
    }
  };
  function redeclare(name: string, ...changed: Declared): void {
    declared = declared.map((one) => (one[0] === name ? changed : one));
  }

  const isLive = (id: string) => stack.ledger.liveKeys().some((key) => key.id === id);
  const previous = (name: string) => stack.state(name).outputs.previousKeyId;
  const urn = (name: string) => stack.state(name).urn;
  const first: Record<string, string> = {};

  test("--plan: a rotation that falls due after the plan was made fails before anything is changed", async () => {
    await stack.up(program);
    for (const [name] of declared) first[name] = keyId(stack, name);
    await stack.preview(program, { plan });
    stack.goTo(30 * dayMs);
    const run = await stack.failing("up", program, { plan });
    expect(run.output).toMatch(/(update|create-replacement|delete-replaced) is not allowed by the plan/);
    // Requests for the vendor's clock are allowed: a key that is to be replaced may send one before another key fails the run.
    expect(run.changing()).toEqual([]);
    stack.goTo(0);
  });

  test("replacementTrigger: another value replaces the key, which is revoked in the same up", async () => {
    redeclare("triggered", "triggered", { replacementTrigger: "two" });
    redeclare(
      "ignoring",
      "ignoring",
      { ignoreChanges: ["rotation"] },
      { every: "300d", overlap: "24h", trigger: "two" },
    );
    redeclare("old-name", "new-name", { aliases: [{ name: "old-name" }] });
    redeclare("forgotten-name", "no-alias");
    const { steps, said } = await stack.up(program);
    expect(steps.triggered).toEqual(replaced);
    expect(isLive(first.triggered ?? "")).toBe(false);
    expect(said).toEqual([doubt]);
    // A resource that is renamed without an alias is a new resource, with a key of its own.
    expect(steps).toMatchObject({ "no-alias": ["create"], "forgotten-name": ["delete"] });
    // A delete sees only the record, so the new name must be written there.
    expect(steps["new-name"]).toEqual(["update"]);
    expect(keyId(stack, "new-name")).toBe(first["old-name"]);
    // With `ignoreChanges`, the trigger on record still counts, so nothing rotates.
    expect(steps.ignoring).toEqual(["same"]);
  });

  test("on the 30th day a key that is renamed by an alias, protected or with ignoreChanges rotates like any other", async () => {
    redeclare("retained-too-late", "retained-too-late", { retainOnDelete: true }, { every: "30d" });
    stack.goTo(30 * dayMs);
    const { steps } = await stack.up(program);
    const inPlace = ["tainted", "targeted", "refreshed", "retained", "deleted-first-in-place", "protected", "ignoring"];
    for (const name of inPlace) {
      expect({ [name]: steps[name] }).toEqual({ [name]: ["update"] });
      expect(previous(name)).toBe(first[name]);
      expect(isLive(first[name] ?? "")).toBe(true);
    }
    expect(previous("new-name")).toBe(first["old-name"]);
  });

  test("an alias: the first rotation after the rename marks the key for the new name", () => {
    const { hash } = stack.state("new-name").inputs.__origin;
    expect(hash).toMatch(/^[0-9a-f]{8}$/);
    expect(markedFor(stack, keyId(stack, "new-name"))).toBe(hash);
    expect(markedFor(stack, first["old-name"] ?? "")).not.toBe(hash);
  });

  test("deleteBeforeReplace: the replaced key is revoked before the new one is minted", () => {
    const [before, after] = [first["deleted-first"], keyId(stack, "deleted-first")].map((id) =>
      stack.ledger.keys.find((key) => key.id === id),
    );
    expect(before?.revokedAt ?? Number.NaN).toBeLessThanOrEqual(after?.createdAt ?? Number.NaN);
  });

  test("retainOnDelete: a replacement leaves the replaced key alive", () => {
    expect(isLive(first["retained-replaced"] ?? "")).toBe(true);
    expect(keyId(stack, "retained-replaced")).not.toBe(first["retained-replaced"]);
  });

  test("retainOnDelete: it comes too late in the up that replaces the key", () => {
    expect(keyId(stack, "retained-too-late")).not.toBe(first["retained-too-late"]);
    expect(isLive(first["retained-too-late"] ?? "")).toBe(false);
  });

  test("state taint: the next up replaces the key, and revokes it and the previous key", async () => {
    const second = keyId(stack, "tainted");
    await stack.command("state", "taint", urn("tainted"), "--yes");
    const { steps, said } = await stack.up();
    expect(steps.tainted).toEqual(replaced);
    expect([isLive(second), isLive(first.tainted ?? "")]).toEqual([false, false]);
    const ids = [first.tainted, second, keyId(stack, "tainted")];
    const keys = stack.ledger.mints.filter(({ id }) => ids.includes(id));
    // Three keys are live during that up, as docs/guide/rotate-on-a-schedule.md says.
    expect(liveAtOnce(keys, stack.emulator.clock.now())).toEqual({ least: 1, greatest: 3 });
    expect(said).toEqual([doubt]);
  });

  test("--target-replace: replaces like a taint; a key that is due and not targeted does not rotate in that run", async () => {
    const second = keyId(stack, "targeted");
    stack.goTo(30.5 * dayMs);
    const { steps, said } = await stack.up(program, { target: [urn("targeted")], replace: [urn("targeted")] });
    expect(steps.targeted).toEqual(replaced);
    expect([isLive(second), isLive(first.targeted ?? "")]).toEqual([false, false]);
    expect(said).toEqual([doubt]);
    expect(keyId(stack, "untargeted")).toBe(first.untargeted);
    expect((await stack.up()).steps.untargeted).toEqual(["update"]);
  });

  test("--refresh: a key that has gone while the previous key lives is minted anew in place, and handed on", async () => {
    const gone = stack.ledger.keys.find(({ id }) => id === keyId(stack, "refreshed"));
    if (gone) stack.emulator.strangers.revoke(gone);
    // This run asks for all keys at once, and the machine may be busy: an answer may take 3 s instead of 0.9 s.
    stack.environment = { ...stack.environment, PULUMI_APIKEYS_TIME_FACTOR: "0.1" };
    const run = await stack.up(program, { refresh: true });
    expect(run.steps.refreshed).toContain("update");
    expect(run.changing()).toEqual(["POST /service-accounts/:org/:name/api-keys"]);
    expect(previous("refreshed")).toBe(first.refreshed);
    expect(run.steps.consumer).toContain("update");
    const { uses } = named(await stack.exported(), "consumer").outputs;
    expect(opened(uses)).toBe((await stack.values()).refreshed);
    expect(stack.ledger.authenticates(String(opened(uses)))).toBe(true);
  });

  test("--plan: a retirement that falls due after the plan was made fails before anything is changed", async () => {
    await stack.preview(program, { plan });
    stack.goTo(32 * dayMs);
    const run = await stack.failing("up", program, { plan });
    expect(run.output).toMatch(/update is not allowed by the plan/);
    expect(run.sent()).toEqual([]);
  });

  test("retainOnDelete: the previous key of a rotation in place is retired all the same", async () => {
    redeclare("new-name", "new-name", {}, { every: "1d", overlap: "1h" });
    const { steps } = await stack.up(program);
    expect(isLive(first.retained ?? "")).toBe(false);
    expect(isLive(keyId(stack, "retained"))).toBe(true);
    expect(steps["new-name"]).toEqual(["update"]);
  });

  test("protect: without an overlap the preview of the whole stack fails, and nothing is changed", async () => {
    redeclare("protected", "protected", { protect: true }, { every: "30d" });
    stack.goTo(62 * dayMs);
    const run = await stack.failing("preview", program);
    expect(run.errors("protected")).toMatch(/protect/);
    expect(run.changing()).toEqual([]);
  });

  test("retainOnDelete: a destroy leaves the key alive", async () => {
    redeclare("protected", "protected");
    stack.goTo(33 * dayMs);
    await stack.up(program);
    const names = ["retained", "retained-replaced", "retained-too-late"];
    const retained = [...names.map((name) => keyId(stack, name)), first["retained-replaced"]];
    await stack.destroy();
    expect(
      stack.ledger
        .liveKeys()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(retained.toSorted());
  });
});

describe("a key that is due when the run begins", () => {
  const stack = sharedStack();
  const program = async () => void keyCases.kosli.declare("due", stack, { rotation: { every: "30d", overlap: "24h" } });
  const plan = join(tmpdir(), `pulumi-apikeys-due-plan-${process.pid}.json`);

  test("--plan: a plan that was made when it was due is carried out", async () => {
    await stack.up(program);
    const first = keyId(stack, "due");
    stack.goTo(30 * dayMs);
    await stack.preview(program, { plan });
    const run = await stack.up(program, { plan });
    expect(run.steps.due).toEqual(["update"]);
    expect(stack.state("due").outputs.previousKeyId).toBe(first);
    expect(stack.ledger.liveKeys()).toHaveLength(2);
  });

  test("--refresh: the key is asked for, then it rotates, in one up", async () => {
    const second = keyId(stack, "due");
    stack.goTo(60 * dayMs);
    const run = await stack.up(program, { refresh: true });
    expect(run.sent()[0]).toBe("GET /service-accounts/:org/:name/api-keys/:id");
    expect(run.changing()).toEqual([
      "DELETE /service-accounts/:org/:name/api-keys/:id",
      "POST /service-accounts/:org/:name/api-keys",
    ]);
    expect(stack.state("due").outputs.previousKeyId).toBe(second);
    expect(stack.ledger.liveKeys()).toHaveLength(2);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});

describe("a wrong clock", () => {
  const stack = freshStack();

  test.each(withLastingTokens)("deleteBeforeReplace: revokes no %s key by time", async (vendor) => {
    const options = { deleteBeforeReplace: true };
    await stack.up(async () => void keyCases[vendor].declare("key", stack, { rotation: { every: "30d" } }, options));
    stack.environment = { ...stack.environment, ...movedClock(31 * dayMs) };
    const run = await stack.failing("up");
    expect(run.output).toMatch(/clock is 31 days ahead of/);
    expect(run.changing()).toEqual([]);
    expect(stack.ledger.liveKeys()).toHaveLength(1);
  });
});

describe("the emergency way for a key with `protect`", () => {
  const stack = freshStack();

  test("is refused until it is unprotected, and the new key is protected again", async () => {
    await stack.up(async () => {
      keyCases.kosli.declare("key", stack, { rotation: { every: "30d", overlap: "24h" } }, { protect: true });
    });
    const { urn, outputs } = stack.state("key");
    await stack.command("state", "taint", urn, "--yes");
    for (let run = 0; run < 2; run++) expect((await stack.failing("up")).errors("key")).toMatch(/protect/);
    expect(stack.ledger.liveKeys()).toHaveLength(1);
    await stack.command("state", "unprotect", urn, "--yes");
    await stack.up();
    expect(stack.state("key").outputs.keyId).not.toBe(outputs.keyId);
    expect(stack.ledger.liveKeys()).toHaveLength(1);
    expect(stack.resources.find((resource) => resource.urn === urn)).toMatchObject({ protect: true });
    await stack.command("state", "unprotect", urn, "--yes");
    await stack.destroy();
  });
});
