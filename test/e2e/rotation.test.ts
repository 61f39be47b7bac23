/** Rotation on the real engine: what is due, in preview and in up, with and without an overlap, as the clock goes on. */
import { describe, expect, test } from "@jest/globals";
import { status, type VendorName, vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { freshTokens, vendorThat, withLastingTokens } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { movedClock } from "./harness/environment";
import { forAll, keyCases, keyId, oneOfEach } from "./harness/keys";
import { freshStack, sharedStack } from "./harness/stack";
import { isSecret, named, opened } from "./harness/state";
import type { TestStack } from "./harness/test-stack";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Moves the vendors' clocks and ours, and renews tokens that live for hours only. */
function goTo(stack: TestStack, milliseconds: number): void {
  stack.goTo(milliseconds);
  stack.environment = { ...stack.environment, ...freshTokens(stack.emulator) };
}

const ids = (stack: TestStack) => forEachVendor((vendor) => keyId(stack, vendor));
const live = (stack: TestStack) => forEachVendor((vendor) => stack.ledger.liveKeys(vendor).length);

describe("with an overlap", () => {
  const stack = sharedStack();
  let first: Record<string, string>;
  let second: Record<string, string>;

  test("a key stays as it is until it is due", async () => {
    await stack.up(oneOfEach(stack, forAll({ rotation: { every: "30d", overlap: "24h" } })));
    first = ids(stack);
    goTo(stack, 29 * dayMs);
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
    expect(run.said).toEqual([]);
  });

  test("the preview says which key, why now, and until when it lives; it sends nothing", async () => {
    goTo(stack, 30 * dayMs);
    const preview = await stack.preview();
    expect(preview.steps).toEqual(forEachVendor(() => ["update"]));
    for (const vendor of vendorNames) {
      expect(preview.output).toMatch(
        new RegExp(
          `${vendor}: key ${first[vendor]} is 30 days old: a new key is minted; key ${first[vendor]} stays live until \\S+Z`,
        ),
      );
    }
    expect(preview.sent()).toEqual([]);
  });

  test("the up mints the new key in place and hands it on; the previous key lives", async () => {
    const before = await stack.values();
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["update"]));
    second = ids(stack);
    const after = await stack.values();
    for (const vendor of vendorNames) {
      expect(second[vendor]).not.toBe(first[vendor]);
      expect(stack.ledger.authenticates(String(before[vendor]))).toBe(true);
      expect(stack.ledger.authenticates(String(after[vendor]))).toBe(true);
      const { outputs } = stack.state(vendor);
      expect(outputs.previousKeyId).toBe(first[vendor]);
      // The overlap begins when the new key comes into use, which is never before its mint.
      const lastsMs = Date.parse(outputs.previousValidUntil) - Date.parse(outputs.createdAt);
      expect(lastsMs).toBeGreaterThanOrEqual(dayMs);
      expect(lastsMs).toBeLessThan(dayMs + 60_000);
    }
    expect(live(stack)).toEqual(forEachVendor(() => 2));
  });

  test("nothing happens while the overlap lasts", async () => {
    goTo(stack, 30 * dayMs + 23 * hourMs);
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
  });

  test("a refresh keeps the previous key on record", async () => {
    await stack.refresh();
    expect(forEachVendor((vendor) => stack.state(vendor).outputs.previousKeyId)).toEqual(first);
    expect(ids(stack)).toEqual(second);
  });

  test("the first run after it retires the previous key, and says so; a revoke that fails is tried again", async () => {
    goTo(stack, 31 * dayMs + hourMs);
    const preview = await stack.preview();
    for (const vendor of vendorNames) {
      expect(preview.output).toMatch(
        new RegExp(
          `${vendor}: revokes key ${first[vendor]}: ${second[vendor]} took its place, and its overlap ended at`,
        ),
      );
    }
    const [vendor] = vendorNames as [VendorName];
    stack.emulator.script(vendor, kits[vendor].routes.revoke, status(500));
    const failed = await stack.failing("up");
    expect(failed.errors(vendor)).toMatch(/revoking key \S+: HTTP 500/);
    expect(live(stack)).toEqual({ ...forEachVendor(() => 1), [vendor]: 2 });
    stack.emulator.script(vendor, kits[vendor].routes.revoke, { commits: true });
    const run = await stack.up();
    expect(run.steps).toMatchObject({ [vendor]: ["update"] });
    expect(live(stack)).toEqual(forEachVendor(() => 1));
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(Object.values(first).toSorted());
    for (const vendor of vendorNames) {
      expect(keyId(stack, vendor)).toBe(second[vendor]);
      expect(stack.state(vendor).outputs).not.toHaveProperty("previousKeyId");
    }
    expect((await stack.up()).sent()).toEqual([]);
  });

  test("a destroy in the middle of an overlap revokes both keys", async () => {
    goTo(stack, 61 * dayMs);
    await stack.up();
    expect(live(stack)).toEqual(forEachVendor(() => 2));
    await stack.destroy();
    expect(live(stack)).toEqual(forEachVendor(() => 0));
  });
});

describe("without an overlap", () => {
  const stack = sharedStack();

  test("a key that is due is replaced in one up, the replaced key revoked last", async () => {
    await stack.up(oneOfEach(stack, forAll({ rotation: { every: "30d" } })));
    const first = ids(stack);
    goTo(stack, 37 * dayMs);
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["create-replacement", "replace", "delete-replaced"]));
    for (const vendor of vendorNames) {
      expect(run.output).toContain(
        `${vendor}: key ${first[vendor]} is 37 days old (due 7 days ago: one rotation, however many were missed): \`pulumi up\` mints a new key, updates what uses key ${first[vendor]} in this stack, then revokes key ${first[vendor]}`,
      );
    }
    expect(live(stack)).toEqual(forEachVendor(() => 1));
    expect((await stack.up()).sent()).toEqual([]);
  });

  test("settings that change send nothing and show nothing as changed", async () => {
    const run = await stack.up(oneOfEach(stack, forAll({ rotation: { every: "90d", overlap: "2d" } })));
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
    await stack.destroy();
  });
});

describe("before an expiry", () => {
  const stack = freshStack();

  test("the preview says when the key expires, and until when it stays live; the up rotates it", async () => {
    const inputs = { expiresIn: "30d", rotation: { beforeExpiry: "7d", overlap: "24h" } };
    await stack.up(async () => void keyCases.kosli.declare("kosli", stack, inputs));
    const first = keyId(stack, "kosli");
    const { expiresAt } = stack.state("kosli").outputs;
    goTo(stack, 22 * dayMs);
    expect((await stack.up()).said).toEqual([]);
    goTo(stack, 23 * dayMs);
    const line = `kosli: key ${first} expires at ${expiresAt}, in 7 days: a new key is minted; key ${first} stays live until `;
    expect((await stack.preview()).said).toEqual([expect.stringContaining(line)]);
    const run = await stack.up();
    expect(run.said).toEqual([expect.stringContaining(line)]);
    const { previousKeyId, expiresAt: next } = stack.state("kosli").outputs;
    expect(previousKeyId).toBe(first);
    expect(Date.parse(next) - Date.parse(expiresAt)).toBeGreaterThan(22 * dayMs);
  });
});

describe("`rotation` that is removed in the middle of an overlap", () => {
  const stack = freshStack();

  test("retires the previous key at its time, and rotates no more", async () => {
    await stack.up(oneOfEach(stack, forAll({ rotation: { every: "30d", overlap: "24h" } })));
    const first = ids(stack);
    goTo(stack, 30 * dayMs);
    await stack.up();
    goTo(stack, 30 * dayMs + 12 * hourMs);
    expect((await stack.up(oneOfEach(stack))).sent()).toEqual([]);
    expect(live(stack)).toEqual(forEachVendor(() => 2));
    goTo(stack, 31 * dayMs + hourMs);
    const run = await stack.up();
    for (const vendor of vendorNames) expect(run.output).toContain(`${vendor}: revokes key ${first[vendor]}`);
    expect(live(stack)).toEqual(forEachVendor(() => 1));
    goTo(stack, 90 * dayMs);
    expect((await stack.up()).sent()).toEqual([]);
  });
});

describe("by a trigger", () => {
  const stack = freshStack();

  test("its first value and its removal rotate nothing, another one does, once", async () => {
    const rotation = (trigger?: string) =>
      oneOfEach(stack, forAll({ rotation: { overlap: "2h", ...(trigger ? { trigger } : {}) } }));
    await stack.up(rotation());
    const first = ids(stack);
    expect((await stack.up(rotation("one"))).sent()).toEqual([]);
    expect((await stack.up(rotation("one"))).steps).toEqual(forEachVendor(() => ["same"]));
    expect(ids(stack)).toEqual(first);
    await stack.up(rotation("two"));
    expect(forEachVendor((vendor) => stack.state(vendor).outputs.previousKeyId)).toEqual(first);
    expect((await stack.up(rotation("two"))).sent()).toEqual([]);
    const second = ids(stack);

    // A previous key that still lives is revoked before the next mint, so at most two keys are live.
    await stack.up(rotation("three"));
    expect(forEachVendor((vendor) => stack.state(vendor).outputs.previousKeyId)).toEqual(second);
    expect(live(stack)).toEqual(forEachVendor(() => 2));
    expect((await stack.up(rotation())).sent()).toEqual([]);
    expect((await stack.up(rotation("two"))).sent()).toEqual([]);
    await stack.destroy();
    expect(live(stack)).toEqual(forEachVendor(() => 0));
  });
});

describe("a clock that is wrong", () => {
  const stack = freshStack();

  test("neither mints nor retires by time, and says by how much it is wrong", async () => {
    const names = withLastingTokens;
    const expiring = vendorThat(({ definition }) => definition.expiry !== undefined);
    const program = async () => {
      for (const name of names) keyCases[name].declare(name, stack, { rotation: { every: "30d", overlap: "24h" } });
    };
    await stack.up(program);
    stack.environment = { ...stack.environment, ...movedClock(31 * dayMs) };
    const run = await stack.failing("up");
    for (const name of names) {
      expect(run.errors(name)).toMatch(
        /this machine's clock is \d\d days ahead of \w+'s\. Rotations follow .* Set that clock right, then run again/,
      );
    }
    expect(run.changing()).toEqual([]);

    stack.environment = { ...stack.environment, ...movedClock(-10.2 * 60_000) };
    const minted = await stack.failing("up", async () => {
      await program();
      keyCases[expiring].declare("expiring", stack, { [kits[expiring].definition.expiry?.input ?? ""]: "90d" });
    });
    expect(minted.errors("expiring")).toMatch(/clock is 10 minutes behind \w+'s/);
    expect(minted.changing()).toEqual([]);
    await stack.destroy();
  });
});

describe("a rotation whose new key is not proved", () => {
  const stack = freshStack({ switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } });

  test("keeps the key in use, and the new value beside it as a secret; the next up settles it", async () => {
    await stack.up(
      async () => void keyCases.devin.declare("devin", stack, { rotation: { every: "30d", overlap: "1d" } }),
    );
    const [first, inUse] = [keyId(stack, "devin"), (await stack.values()).devin];
    goTo(stack, 30 * dayMs);
    const list = "GET /v2/enterprise/api-keys";
    // The first list tells the vendor's clock, the second proves the account, the third comes right before the mint.
    const read = { commits: true } as const;
    stack.emulator.script("devin", list, [read, read, read, status(500)]);
    const run = await stack.failing("up");
    expect(run.errors("devin")).toMatch(/its value is kept, but which id it has is not proved/);
    expect((await stack.values()).devin).toBe(inUse);
    const waiting = named(await stack.exported(), "devin").outputs.pendingValue;
    expect(isSecret(waiting)).toBe(true);
    expect(stack.ledger.authenticates(String(opened(waiting)))).toBe(true);

    stack.emulator.script("devin", list, { commits: true });
    stack.emulator.switches.devin.selfAnswersServiceKeys = 200;
    await stack.up();
    expect((await stack.values()).devin).toBe(opened(waiting));
    expect(stack.state("devin").outputs).toMatchObject({ previousKeyId: first });
    expect(stack.state("devin").outputs).not.toHaveProperty("pendingValue");
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
