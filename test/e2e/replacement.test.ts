/** No vendor can change a key: each input that identifies it replaces it, and the new key is minted before the replaced key is revoked. */
import { describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { vendorNames } from "../../emulator/index";
import { instant } from "../../provider/core/values/instant";
import type { Definition } from "../../provider/core/vendor/definition";
import { vendorsThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { InputCases } from "../vendors/input-cases";
import { keyCases, keyId } from "./harness/keys";
import { sharedStack } from "./harness/stack";

describe("each input that identifies a key", () => {
  const stack = sharedStack();
  const cases = vendorNames.flatMap((vendor) => {
    const { definition, inputCases } = kits[vendor];
    const { replaced, changes }: InputCases = inputCases;
    const organization = (definition as Definition).account.org?.config;
    const texts = Object.entries(replaced).map(([input, after]) => ({ input, before: undefined, after }));
    const others = changes.flatMap(([, before, after, effect]) => {
      const [input = "", ...more] = typeof effect === "string" ? [] : effect;
      const isWritten = [before, after].every(
        (inputs) => typeof inputs[input] === "string" && inputs[input] !== unknownValue,
      );
      return isWritten && more.length === 0 ? [{ input, before: before[input], after: after[input] }] : [];
    });
    return [...texts, ...others]
      .filter(({ input }) => input !== organization)
      .map(({ input, before, after }) => ({ name: `${vendor}-${input}`, vendor, input, before, after: String(after) }));
  });
  const names = cases.map(({ name }) => name);
  let before: Record<string, string>;

  const program = (isChanged: boolean) => async () => {
    for (const { vendor, name, input, before, after } of cases) {
      const written = isChanged ? after : before;
      keyCases[vendor].declare(name, stack, written === undefined ? {} : { [input]: written });
    }
  };
  const ids = () => Object.fromEntries(names.map((name) => [name, keyId(stack, name)]));

  test("replaces it in preview, which sends nothing", async () => {
    await stack.up(program(false));
    before = ids();
    for (const { vendor, after } of cases) stack.emulator.place(vendor, { scope: after });
    const run = await stack.preview(program(true));
    for (const name of names) expect(run.steps[name]).toContain("replace");
    expect(run.sent()).toEqual([]);
  });

  test("replaces it in up: a new key is minted, then the replaced key is revoked", async () => {
    const run = await stack.up();
    for (const name of names) {
      expect({ [name]: run.steps[name] }).toEqual({ [name]: ["create-replacement", "replace", "delete-replaced"] });
      const [replaced, next] = [before[name], keyId(stack, name)].map((id) =>
        stack.ledger.keys.find((key) => key.id === id),
      );
      expect(replaced?.revokedAt).toBeGreaterThanOrEqual(next?.createdAt ?? Number.POSITIVE_INFINITY);
      expect(next?.revokedAt).toBeNull();
    }
    expect(stack.ledger.liveKeys()).toHaveLength(names.length);
    const order = run.changing().map((request) => request.slice(0, 4) === "POST");
    expect(order.lastIndexOf(true)).toBeLessThan(order.indexOf(false));
  });

  test("has the new key as the vendor knows it", async () => {
    for (const { vendor, name, input, before, after } of cases) {
      const { outputs } = stack.state(name);
      const { expiry } = kits[vendor].definition as Definition;
      if (before === undefined) {
        expect(JSON.stringify(stack.ledger.keys.find(({ id }) => id === keyId(stack, name)))).toContain(after);
      } else if (input === expiry?.output) {
        // The vendor may have shortened it.
        const { expiresAt } = stack.ledger.keys.find(({ id }) => id === keyId(stack, name)) ?? {};
        expect(outputs[input]).toBe(instant(expiresAt ?? Number.NaN));
      } else if (input !== expiry?.input) expect(outputs[input]).toBe(after);
      else {
        const lifeMs = Date.parse(outputs[expiry.output]) - Date.parse(outputs.createdAt);
        expect(lifeMs).toBeGreaterThan(Number.parseInt(after, 10) * 86_400_000 - 10_000);
      }
    }
  });

  test.each(vendorsThat(({ definition }) => definition.account.org !== undefined))(
    "replaces a %s key in preview when it is the organization",
    async (vendor) => {
      const { replaced }: InputCases = kits[vendor].inputCases;
      const { config = "" } = (kits[vendor].definition as Definition).account.org ?? {};
      const [{ name } = { name: "" }] = cases.filter((one) => one.vendor === vendor);
      const run = await stack.preview(async () => {
        keyCases[vendor].declare(name, stack, { ...replaced, [config]: "other" });
      });
      expect(run.steps[name]).toContain("replace");
    },
  );

  test("leaves nothing live after a destroy", async () => {
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});
