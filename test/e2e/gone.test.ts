/** Keys that died at the vendor, outside of Pulumi: a refresh tells, and the next up mints anew. */
import { describe, expect, test } from "@jest/globals";
import { forEachVendor } from "../../emulator/vendors";
import { keyId, oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";
import type { TestStack } from "./harness/test-stack";

const hourMs = 3_600_000;

describe("a key that was revoked outside", () => {
  const stack = sharedStack();

  test("is gone after a refresh, which sends nothing that changes anything", async () => {
    await stack.up(oneOfEach(stack));
    const ids = forEachVendor((vendor) => keyId(stack, vendor));
    for (const key of stack.ledger.liveKeys()) stack.emulator.strangers.revoke(key);
    const run = await stack.refresh();
    expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
    expect(run.changing()).toEqual([]);
    // A young key is looked for until lists can no longer lag, and a line says so.
    expect(run.said.filter((line) => !line.includes("which may lag")).toSorted()).toEqual([
      expect.stringContaining(`devin: key ${ids.devin} is gone at Devin: \`pulumi up\` mints a new key. If \`adopt\``),
      expect.stringContaining(`kosli: key ${ids.kosli} is gone at Kosli: \`pulumi up\` mints a new key. If \`adopt\``),
      expect.stringContaining(
        `nekuda: key ${ids.nekuda} is revoked at nekuda: \`pulumi up\` mints a new key. If \`adopt\``,
      ),
    ]);
  });

  test("is minted anew by the next up", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    expect(stack.ledger.liveKeys().map(({ id }) => id)).toEqual(
      expect.arrayContaining(Object.values(forEachVendor((vendor) => keyId(stack, vendor)))),
    );
    expect(stack.ledger.liveKeys()).toHaveLength(3);
  });

  test("is no obstacle to a destroy, also when nekuda's row is gone and was the account's only one", async () => {
    for (const key of stack.ledger.liveKeys()) stack.emulator.strangers.revoke(key);
    for (const key of stack.ledger.mints) if (key.vendor === "nekuda") await deleteRow(stack, key.id);
    const run = await stack.destroy();
    expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
    expect(run.changing()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});

describe("a nekuda key pair whose row was deleted outside", () => {
  const stack = sharedStack();

  test("is gone after a refresh, and minted anew by the next up", async () => {
    await stack.up(oneOfEach(stack));
    await deleteRow(stack, keyId(stack, "nekuda"));
    const refreshed = await stack.refresh();
    expect(refreshed.steps).toEqual({ devin: ["same"], kosli: ["same"], nekuda: ["delete"] });
    const run = await stack.up();
    expect(run.steps).toEqual({ devin: ["same"], kosli: ["same"], nekuda: ["create"] });
    expect(stack.ledger.liveKeys()).toHaveLength(3);
  });
});

describe("a Kosli key that has expired", () => {
  const stack = sharedStack();
  const program = oneOfEach(stack, { kosli: { expiresIn: "1h" } });

  test("is replaced by the next up, without a refresh", async () => {
    await stack.up(program);
    const expired = keyId(stack, "kosli");
    stack.goTo(2 * hourMs);
    const preview = await stack.preview();
    expect(preview.steps.kosli).toEqual(expect.arrayContaining(["replace"]));
    const run = await stack.up();
    expect(run.steps).toMatchObject({ devin: ["same"], nekuda: ["same"] });
    expect(run.steps.kosli).toEqual(["create-replacement", "replace", "delete-replaced"]);
    expect(run.said.join()).toMatch(
      new RegExp(`kosli: key ${expired} expired at \\S+Z: \`pulumi up\` mints a new key, `),
    );
    expect(keyId(stack, "kosli")).not.toBe(expired);
    expect(stack.ledger.liveKeys("kosli")).toHaveLength(1);
  });

  test("is gone after a refresh, and minted anew by the next up", async () => {
    stack.goTo(4 * hourMs);
    const refreshed = await stack.refresh();
    expect(refreshed.steps).toEqual({ devin: ["same"], kosli: ["delete"], nekuda: ["same"] });
    const run = await stack.up();
    expect(run.steps).toEqual({ devin: ["same"], kosli: ["create"], nekuda: ["same"] });
    expect(stack.ledger.liveKeys("kosli")).toHaveLength(1);
  });

  test("is no obstacle to a destroy", async () => {
    stack.goTo(6 * hourMs);
    const run = await stack.destroy();
    expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
    expect(run.changing("kosli")).toEqual([]);
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});

/** As a person does it in nekuda's own pages. */
async function deleteRow({ emulator }: TestStack, id: string): Promise<void> {
  const headers = { authorization: `Bearer ${emulator.tokens.nekuda}` };
  const response = await fetch(`${emulator.urls.nekuda}/api/v2/api-keys/${id}`, { method: "DELETE", headers });
  expect(response.status).toBe(204);
}
