/**
 * An input that cannot be right fails in preview, on its property, with a sentence that says what to write instead. The engine shows only
 * the first problem. test/unit/check.test.ts has all problems.
 */
import { describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { type VendorName, vendorNames } from "../../emulator/index";
import type { Definition } from "../../provider/core/vendor/definition";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { keyCases, keyId } from "./harness/keys";
import { leaksIn } from "./harness/leaks";
import { sharedStack } from "./harness/stack";
import { tokenVariable } from "./harness/variables";

const expiring = vendorThat(({ definition }) => definition.expiry !== undefined);
const life = (kits[expiring].definition as Definition).expiry?.input ?? "";
const described = vendorThat(({ definition }) => definition.marked?.input === "description");

describe("an input that cannot be right", () => {
  const stack = sharedStack();

  type Row = readonly [vendor: VendorName, args: object, property: string, words: RegExp];
  const [anyVendor = expiring] = vendorNames;
  const own = vendorNames.flatMap((vendor): Row[] => [
    ...kits[vendor].inputCases.refused.map((refused): Row => [vendor, ...refused]),
    ...["a/b", ""].map((keyId): Row => [vendor, { adopt: { keyId } }, "adopt.keyId", /it is not an id of a/]),
  ]);
  const common: Row[] = [
    [anyVendor, { account: "" }, "account", /write a name of letters, digits and dashes, as "eu"/],
    [anyVendor, { rotation: "30d" }, "rotation", /write \{every\?, beforeExpiry\?, overlap\?, trigger\?\}/],
    [anyVendor, { rotation: { every: 30 } }, "rotation.every", /write a duration with its unit, as "90d"/],
    [anyVendor, { rotation: { every: "0d" } }, "rotation.every", /write a duration with its unit, as "90d"/],
    [
      anyVendor,
      { rotation: { every: "1d", overlap: "24h" } },
      "rotation.overlap",
      /an overlap that is shorter than `every`/,
    ],
    [anyVendor, { adopt: { keyId: "." } }, "adopt.keyId", /it is not an id of a/],
    [expiring, { [life]: "P90D" }, life, /write a duration with its unit, as "90d"/],
    [expiring, { rotation: { beforeExpiry: "7d" } }, "rotation.beforeExpiry", /write `\w+` too/],
    [
      expiring,
      { [life]: "7d", rotation: { beforeExpiry: "8d" } },
      "rotation.beforeExpiry",
      /a span that is shorter than `\w+`/,
    ],
  ];
  const undefinedInputs = vendorNames.map((vendor): Row => {
    const { shape } = kits[vendor].definition.inputs;
    const needed = Object.keys(shape).find((input) => !shape[input]?.safeParse(undefined).success) ?? "";
    return [vendor, { [needed]: undefined }, needed, /write /];
  });

  test.each([...own, ...common, ...undefinedInputs])(
    "of %s: %j fails in preview on %s",
    async (vendor, args, property, words) => {
      const run = await stack.failing("preview", async () => {
        keyCases[vendor].declare("bad", stack, args);
      });
      expect(run.errors("bad")).toMatch(words);
      expect(run.errors("bad")).toContain(`resource 'bad' has a problem: ${property}: `);
      expect(run.output).not.toContain("<nil>");
      expect(run.sent()).toEqual([]);
    },
  );
});

describe("the engine prints the content of a property that a failure names, so a failure names none for", () => {
  const stack = sharedStack();
  const secret = "zzcanary0123456789secretvalue";

  test.each<[string, VendorName, () => object]>([
    ["a token written as an input", expiring, () => ({ apiToken: pulumi.secret(secret) })],
    ["one with a dot in its name", expiring, () => ({ "api.token": pulumi.secret(secret) })],
    [
      "a trigger beside a misspelled setting",
      expiring,
      () => ({ rotation: pulumi.secret({ every: "90d", overlaps: "1h", trigger: secret }) }),
    ],
    ["a description that is too long", described, () => ({ description: pulumi.secret(secret.padEnd(300, "x")) })],
    ["a token in an account's place", expiring, () => ({ account: pulumi.secret(`${secret}_${"x".repeat(20)}`) })],
  ])("%s", async (_, vendor, args) => {
    const run = await stack.failing("preview", async () => {
      keyCases[vendor].declare("bad", stack, args());
    });
    expect(run.errors("bad")).not.toBe("");
    expect(leaksIn({ output: run.output, errors: run.errors("bad") }, [secret])).toEqual([]);
  });

  test("a secret description that is right, beside an `adopt` that stands", async () => {
    const { id } = stack.emulator.strangers.mint(described);
    const program = (description: string) => async () => {
      keyCases[described].declare("legacy", stack, { description: pulumi.secret(description), adopt: { keyId: id } });
    };
    await stack.up(program("made by hand"));
    const run = await stack.failing("preview", program(`made by hand ${secret}`));
    expect(leaksIn({ output: run.output, errors: run.errors("legacy") }, [secret])).toEqual([]);
  });
});

describe("a secret that was pasted where an id belongs", () => {
  const stack = sharedStack();

  test("is refused in preview, which names where the token comes from", async () => {
    const run = await stack.failing("preview", async () => {
      keyCases[expiring].declare("token", stack, { adopt: { keyId: stack.emulator.tokens[expiring] } });
    });
    const write = `write the id that ${kits[expiring].definition.account.title}'s own list shows`;
    expect(run.output).toContain(
      `adopt.keyId: it is the token of ${tokenVariable(expiring)} in the environment: ${write}`,
    );
    expect(run.sent()).toEqual([]);
  });

  test("also where the value is pasted twice", async () => {
    const run = await stack.failing("preview", async () => {
      keyCases[expiring].declare("value", stack, { adopt: { keyId: "pasted-twice", value: "pasted-twice" } });
    });
    expect(run.errors("value")).toContain("adopt.keyId: it is the key's value: write the id");
    expect(run.sent()).toEqual([]);
  });
});

describe("an expiresAt that has passed since the key was minted", () => {
  const stack = sharedStack();
  const { expiry } = kits[expiring].definition as Definition;
  const soon = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");

  test("fails the next preview and up, which would mint with it again; they ask the vendor only for its clock", async () => {
    await stack.up(async () => {
      keyCases[expiring].declare("ends", stack, { [expiry?.output ?? ""]: soon });
    });
    const id = keyId(stack, "ends");
    stack.goTo(2 * 3_600_000);
    for (const operation of ["preview", "up"] as const) {
      const run = await stack.failing(operation);
      expect(run.output).toContain(`key ${id} expired at ${soon}: \`pulumi up\` mints a new key`);
      expect(run.errors("ends")).toMatch(/\bexpiresAt\b.*is past: write an instant to come, or "expiresIn"/);
      expect(run.sent()).toEqual([kits[expiring].routes.list]);
    }
    expect(keyId(stack, "ends")).toBe(id);
  });

  test("is no obstacle to a destroy", async () => {
    await stack.destroy();
    expect(stack.resources).toEqual([]);
  });
});
