/** The answer to a mint is lost, and nothing tells how the mint ended: the run fails, and the record stays until the mint is settled. */
import { describe, expect, test } from "@jest/globals";
import { ok, reset, status } from "../../emulator/index";
import { markedVendors } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { keyCases, keyId } from "./harness/keys";
import { freshStack } from "./harness/stack";
import type { TestStack } from "./harness/test-stack";

const each = (step: string) => Object.fromEntries(markedVendors.map((vendor) => [vendor, [step]]));

/** An up in which each key is minted, the answer is lost, and no later list is answered. */
async function losingUp(stack: TestStack) {
  for (const vendor of markedVendors) {
    stack.emulator.script(vendor, kits[vendor].routes.mint, [reset("after-commit"), ok]);
    // The first list is read before the mint, to find keys that earlier runs left.
    stack.emulator.script(vendor, kits[vendor].routes.list, [ok, status(500)]);
  }
  return await stack.failing("up", async () => {
    for (const vendor of markedVendors) keyCases[vendor].declare(vendor, stack);
  });
}

function listsAnswer(stack: TestStack): void {
  for (const vendor of markedVendors) stack.emulator.script(vendor, kits[vendor].routes.list, ok);
}

describe("a mint whose answer is lost while no list can be had", () => {
  const stack = freshStack();

  test("fails the up with one message each and keeps a pending record; the next up settles it", async () => {
    const run = await losingUp(stack);
    const lost = stack.ledger.liveKeys().map(({ id }) => id);
    expect(lost).toHaveLength(markedVendors.length);
    for (const vendor of markedVendors) {
      expect(run.errors(vendor).match(/whether \w+ minted a key is not known: its answer was lost/g)).toHaveLength(1);
      expect(run.errors(vendor)).toMatch(/This run could not settle that mint: /);
      const { id, outputs } = stack.state(vendor);
      expect(id).toBe(`pending:${outputs.pending.nonce}`);
      expect(outputs).toMatchObject({ keyId: "", pending: { marked: true } });
      expect(outputs).not.toHaveProperty(keyCases[vendor].valueOutput);
    }

    listsAnswer(stack);
    const next = await stack.up();
    expect(next.steps).toEqual(each("update"));
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(lost.toSorted());
    expect(stack.ledger.liveKeys().map(({ id }) => id)).toEqual(
      expect.arrayContaining(markedVendors.map((vendor) => keyId(stack, vendor))),
    );
    expect(stack.ledger.liveKeys()).toHaveLength(markedVendors.length);
    for (const vendor of markedVendors) expect(stack.state(vendor).outputs).not.toHaveProperty("pending");

    const last = await stack.up();
    expect(last.steps).toEqual(each("same"));
    expect(last.sent()).toEqual([]);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("is settled by a refresh, which keeps the record; the next up mints in place", async () => {
    await losingUp(stack);
    listsAnswer(stack);
    await stack.refresh();
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(markedVendors.map((vendor) => stack.state(vendor).outputs.keyId)).toEqual(markedVendors.map(() => ""));

    const next = await stack.up();
    expect(next.steps).toEqual(each("update"));
    expect(stack.ledger.liveKeys()).toHaveLength(markedVendors.length);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("is settled by a destroy, which keeps the record for as long as it cannot be", async () => {
    await losingUp(stack);
    const run = await stack.failing("destroy");
    for (const vendor of markedVendors) expect(run.errors(vendor)).toMatch(/No key was revoked, the state is kept/);
    expect(markedVendors.map((vendor) => stack.state(vendor).outputs.keyId)).toEqual(markedVendors.map(() => ""));

    listsAnswer(stack);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});
