/** No vendor can change a key: each input that identifies it replaces it, the new key before the old. */
import { describe, expect, test } from "@jest/globals";
import { keyCases, keyId } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("each input that identifies a key", () => {
  const stack = sharedStack();
  const { devin, kosli, nekuda } = keyCases;
  const soon = (days: number) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;
  const [first, second] = [soon(10), soon(20)];
  const names = ["orgId", "serviceAccount", "description", "expiresAt", "expiresIn", "name", "about"];
  let before: Record<string, string>;

  const program = (changed: boolean) => async () => {
    devin.declare(
      "orgId",
      stack,
      changed ? { orgId: stack.emulator.place("devin", { scope: "org-other" }).scope } : {},
    );
    kosli.declare("serviceAccount", stack, changed ? { serviceAccount: "other" } : {});
    kosli.declare("description", stack, changed ? { description: "of other tests" } : {});
    kosli.declare("expiresAt", stack, { expiresAt: changed ? second : first });
    kosli.declare("expiresIn", stack, { expiresIn: changed ? "20d" : "10d" });
    nekuda.declare("name", stack, changed ? { name: "other" } : {});
    nekuda.declare("about", stack, changed ? { description: "of something else" } : {});
  };
  const ids = () => Object.fromEntries(names.map((name) => [name, keyId(stack, name)]));

  test("replaces it in preview, which sends nothing", async () => {
    await stack.up(program(false));
    before = ids();
    stack.emulator.place("kosli", { scope: "other" });
    const run = await stack.preview(program(true));
    for (const name of names) expect(run.steps[name]).toContain("replace");
    expect(run.sent()).toEqual([]);
  });

  test("replaces it in up: a new key is minted, then the old one is revoked", async () => {
    const run = await stack.up();
    for (const name of names) {
      expect({ [name]: run.steps[name] }).toEqual({ [name]: ["create-replacement", "replace", "delete-replaced"] });
      const [old, young] = [before[name], keyId(stack, name)].map((id) =>
        stack.ledger.keys.find((key) => key.id === id),
      );
      expect(old?.revokedAt).toBeGreaterThanOrEqual(young?.createdAt ?? Number.POSITIVE_INFINITY);
      expect(young?.revokedAt).toBeNull();
    }
    expect(stack.ledger.liveKeys()).toHaveLength(names.length);
    const order = run.changing().map((request) => request.slice(0, 4) === "POST");
    expect(order.lastIndexOf(true)).toBeLessThan(order.indexOf(false));
  });

  test("has the new key as the vendor knows it", async () => {
    const found = (name: string) => stack.ledger.keys.find(({ id }) => id === keyId(stack, name));
    expect(found("orgId")?.scope).toBe("org-other");
    expect(found("serviceAccount")?.scope).toBe("other");
    expect(found("description")?.description).toMatch(/^of other tests \[pulumi:[0-9a-f]{8}\.[0-9a-f]{12}\]$/);
    expect(found("expiresAt")?.expiresAt).toBe(Date.parse(second ?? ""));
    expect(found("name")?.name).toBe("other");
    expect(found("about")?.description).toMatch(/^of something else \[pulumi:/);
    const { expiresAt, createdAt } = stack.state("expiresIn").outputs;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBeGreaterThan(20 * 86_400_000 - 10_000);
  });

  test("replaces a Kosli key in preview when it is the organization", async () => {
    const run = await stack.preview(async () => {
      kosli.declare("description", stack, { org: "other", description: "of other tests" });
    });
    expect(run.steps.description).toContain("replace");
  });

  test("leaves nothing live after a destroy", async () => {
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
