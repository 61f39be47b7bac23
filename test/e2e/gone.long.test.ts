/** Keys that are revoked, deleted or expired outside of Pulumi: a refresh says so, and the next up mints new ones. */
import { describe, expect, test } from "@jest/globals";
import { type VendorName, vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { vendorsThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { Routes } from "../vendors/kit";
import { keyId, oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";
import type { TestStack } from "./harness/test-stack";

const hourMs = 3_600_000;

/** The vendors whose lists keep a revoked key until its row is deleted. */
const keepingRows = vendorsThat(({ routes }) => routes.discard !== undefined);
const keepsRevoked = (vendor: VendorName) => keepingRows.includes(vendor);

describe("a key that was revoked outside", () => {
  const stack = sharedStack();

  test("is gone after a refresh, which sends nothing that changes anything", async () => {
    await stack.up(oneOfEach(stack));
    const ids = forEachVendor((vendor) => keyId(stack, vendor));
    for (const key of stack.ledger.liveKeys()) stack.emulator.strangers.revoke(key);
    const run = await stack.refresh();
    expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
    expect(run.changing()).toEqual([]);
    // A young key is looked for until lists can no longer lag. The lines that say so are left out here.
    expect(run.said.filter((line) => !line.includes("which may lag")).toSorted()).toEqual([
      ...vendorNames.map((vendor) => {
        const { definition } = kits[vendor];
        const has = keepsRevoked(vendor) ? "is revoked at" : "is gone at";
        return expect.stringContaining(
          `${vendor}: key ${ids[vendor]} ${has} ${definition.account.title}: \`pulumi up\` mints a new key. If \`adopt\``,
        );
      }),
    ]);
  });

  test("is minted anew by the next up", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    expect(stack.ledger.liveKeys().map(({ id }) => id)).toEqual(
      expect.arrayContaining(Object.values(forEachVendor((vendor) => keyId(stack, vendor)))),
    );
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });

  test("is no obstacle to a destroy, also when a row that the vendor keeps is gone and was the account's only one", async () => {
    for (const key of stack.ledger.liveKeys()) stack.emulator.strangers.revoke(key);
    for (const vendor of keepingRows) await deleteRow(stack, vendor);
    const run = await stack.destroy();
    expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
    expect(run.changing()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});

describe.each(keepingRows)("a %s key whose row was deleted outside", (vendor) => {
  const stack = sharedStack();

  test("is gone after a refresh, and minted anew by the next up", async () => {
    await stack.up(oneOfEach(stack));
    await deleteRow(stack, vendor);
    const refreshed = await stack.refresh();
    expect(refreshed.steps).toEqual({ ...forEachVendor(() => ["same"]), [vendor]: ["delete"] });
    const run = await stack.up();
    expect(run.steps).toEqual({ ...forEachVendor(() => ["same"]), [vendor]: ["create"] });
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });
});

describe.each(vendorsThat(({ definition }) => definition.expiry !== undefined))(
  "a %s key that has expired",
  (vendor) => {
    const stack = sharedStack();
    const program = oneOfEach(stack, { [vendor]: { [kits[vendor].definition.expiry?.input ?? ""]: "1h" } });

    test("is replaced by the next up, without a refresh", async () => {
      await stack.up(program);
      const expired = keyId(stack, vendor);
      stack.goTo(2 * hourMs);
      const preview = await stack.preview();
      expect(preview.steps[vendor]).toEqual(expect.arrayContaining(["replace"]));
      const run = await stack.up();
      expect(run.steps).toEqual({
        ...forEachVendor(() => ["same"]),
        [vendor]: ["create-replacement", "replace", "delete-replaced"],
      });
      expect(run.said.join()).toMatch(
        new RegExp(`${vendor}: key ${expired} expired at \\S+Z: \`pulumi up\` mints a new key, `),
      );
      expect(keyId(stack, vendor)).not.toBe(expired);
      expect(stack.ledger.liveKeys(vendor)).toHaveLength(1);
    });

    test("is gone after a refresh, and minted anew by the next up", async () => {
      stack.goTo(4 * hourMs);
      const refreshed = await stack.refresh();
      expect(refreshed.steps).toEqual({ ...forEachVendor(() => ["same"]), [vendor]: ["delete"] });
      const run = await stack.up();
      expect(run.steps).toEqual({ ...forEachVendor(() => ["same"]), [vendor]: ["create"] });
      expect(stack.ledger.liveKeys(vendor)).toHaveLength(1);
    });

    test("is no obstacle to a destroy", async () => {
      stack.goTo(6 * hourMs);
      const run = await stack.destroy();
      expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
      expect(run.changing(vendor)).toEqual([]);
      expect(stack.ledger.liveKeys()).toEqual([]);
    });
  },
);

/** Deletes the rows of a vendor's keys, as a person does in the vendor's own pages. */
async function deleteRow({ emulator, ledger }: TestStack, vendor: VendorName): Promise<void> {
  const { discard = "" }: Routes = kits[vendor].routes;
  const [method = "", path = ""] = discard.split(" ");
  const headers = { authorization: `Bearer ${emulator.tokens[vendor]}` };
  for (const { id } of ledger.mints.filter((key) => key.vendor === vendor && key.deletedAt === null)) {
    const response = await fetch(emulator.urls[vendor] + path.replace(":id", id), { method, headers });
    expect(response.status).toBe(204);
  }
}
