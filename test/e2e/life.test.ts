/** The plain life of a key of each vendor: minted once, kept, read, revoked. */
import { describe, expect, test } from "@jest/globals";
import { forEachVendor } from "../../emulator/vendors";
import { keyCases, keyId, oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";

const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe("a key of each vendor", () => {
  const stack = sharedStack();
  let minted: Record<string, unknown>;

  test("is minted by an up, with as few requests as the vendor allows", async () => {
    const run = await stack.up(oneOfEach(stack));
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    // Devin's answer to a create lacks the id, and the new key that is asked for it is refused: lists tell it. And once in a run, who asks.
    expect(run.sent("devin")).toEqual([
      "GET /v2/enterprise/self",
      "GET /v2/enterprise/api-keys",
      "POST /v2/enterprise/api-keys",
      "GET /v2/enterprise/self",
      "GET /v2/enterprise/api-keys",
      "GET /v2/enterprise/api-keys",
    ]);
    // Where keys bear a marker: once in a run and place, what an earlier run has left.
    expect(run.sent("kosli")).toEqual([
      "GET /service-accounts/:org/:name/api-keys",
      "POST /service-accounts/:org/:name/api-keys",
    ]);
    expect(run.sent("nekuda")).toEqual(["GET /api/v2/api-keys/", "POST /api/v2/api-keys/"]);
    expect(run.said).toEqual([]);
  });

  test("has the account that minted it, the vendor's own words and the instant as outputs", async () => {
    const outputs = forEachVendor((vendor) => stack.state(vendor).outputs);
    const { devin, kosli, nekuda } = forEachVendor((vendor) => stack.ledger.liveKeys(vendor)[0]);
    expect(outputs.devin).toMatchObject({
      keyId: devin?.id,
      orgId: devin?.scope,
      createdAt: instant,
      mintedBy: { url: stack.emulator.urls.devin, account: devin?.scope },
    });
    expect(outputs.kosli).toMatchObject({
      keyId: kosli?.id,
      org: "acme",
      serviceAccount: "ci",
      description: "for tests",
      createdAt: instant,
      mintedBy: { url: stack.emulator.urls.kosli, org: "acme" },
    });
    expect(outputs.kosli).not.toHaveProperty("expiresAt");
    expect(outputs.nekuda).toMatchObject({
      keyId: nekuda?.id,
      orgId: nekuda?.scope,
      name: "for tests",
      description: "of the engine",
      publicKey: nekuda?.publicKey,
      privateKeyDisplay: expect.stringMatching(/^sk_test_.{1,8}$/),
      environment: "test",
      createdAt: instant,
      mintedBy: { url: stack.emulator.urls.nekuda, account: nekuda?.scope },
    });
    expect(forEachVendor((vendor) => stack.state(vendor).id)).toEqual(forEachVendor((vendor) => keyId(stack, vendor)));
  });

  test("has a value that the vendor's services accept", async () => {
    minted = await stack.values();
    expect(forEachVendor((vendor) => stack.ledger.authenticates(String(minted[vendor])))).toEqual(
      forEachVendor(() => true),
    );
  });

  test("stays as it is in a second up, which sends nothing", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
    expect(run.said).toEqual([]);
  });

  test("stays as it is in a preview, which sends nothing", async () => {
    const run = await stack.preview();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
  });

  test("keeps its value, secret as before, in a refresh that asks only for that key", async () => {
    const outputs = async () => (await stack.exported()).map(({ urn, outputs }) => [urn, outputs]);
    const before = await outputs();
    const run = await stack.refresh();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.changing()).toEqual([]);
    expect(run.sent()).toHaveLength(3);
    expect(await stack.values()).toEqual(minted);
    expect(await outputs()).toEqual(before);
  });

  test("still changes nothing in an up after the refresh", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
    expect(run.sent()).toEqual([]);
  });

  test("is revoked by a destroy, once, by its own id", async () => {
    const ids = forEachVendor((vendor) => keyId(stack, vendor));
    const run = await stack.destroy();
    expect(run.steps).toEqual(forEachVendor(() => ["delete"]));
    expect(run.changing("devin")).toEqual(["DELETE /v2/enterprise/api-keys/:id"]);
    expect(run.changing("kosli")).toEqual(["DELETE /service-accounts/:org/:name/api-keys/:id"]);
    expect(run.changing("nekuda")).toEqual(["PUT /api/v2/api-keys/:id/revoke"]);
    expect(stack.ledger.revokes.map(({ id }) => id).toSorted()).toEqual(Object.values(ids).toSorted());
    expect(stack.ledger.liveKeys()).toEqual([]);
    expect(stack.resources).toEqual([]);
  });
});

describe("two Devin keys in one up", () => {
  const stack = sharedStack();

  test("share their lists, and once in a run who asks and whether new keys answer", async () => {
    const { declare } = keyCases.devin;
    const run = await stack.up(async () => {
      declare("one", stack);
      declare("other", stack);
    });
    const sent = (request: string) => run.sent().filter((one) => one === request).length;
    expect(sent("GET /v2/enterprise/self")).toBe(2);
    expect(sent("POST /v2/enterprise/api-keys")).toBe(2);
    // One before each mint, and at most two after it.
    expect(sent("GET /v2/enterprise/api-keys")).toBeLessThanOrEqual(6);
    const ids = ["one", "other"].map((name) => stack.state(name).outputs.keyId);
    expect(ids.toSorted()).toEqual(
      stack.ledger
        .liveKeys()
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});
