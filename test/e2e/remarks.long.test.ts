/** Settings that are allowed and do less than they seem to: each preview and up says so, until a person changes something. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import type { Definition } from "../../provider/core/vendor/definition";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import { keyCases, keyId } from "./harness/keys";
import type { Run } from "./harness/run";
import { sharedStack } from "./harness/stack";

describe("a key that is adopted without its value", () => {
  const stack = sharedStack();
  const ids = {} as Record<string, string>;
  const program = (args: (vendor: (typeof vendorNames)[number]) => object) => async () => {
    for (const vendor of vendorNames) keyCases[vendor].declare(vendor, stack, args(vendor));
  };
  const missing = (vendor: keyof typeof keyCases, help: string) =>
    expect.stringContaining(`\`${keyCases[vendor].valueOutput}\` is missing: ${help}`);
  const expectSaid = (run: Run, help: (vendor: keyof typeof keyCases) => string) => {
    expect(run.said.map((line) => line.trim())).toEqual(
      expect.arrayContaining(vendorNames.map((vendor) => missing(vendor, help(vendor)))),
    );
    expect(run.said).toHaveLength(vendorNames.length);
  };

  test("has none to hand on, and its preview and its up say so", async () => {
    Object.assign(
      ids,
      forEachVendor((vendor) => stack.emulator.strangers.mint(vendor).id),
    );
    const adopting = program((vendor) => ({ adopt: { keyId: ids[vendor] } }));
    for (const run of [await stack.preview(adopting), await stack.up(adopting)])
      expectSaid(run, () => "add `adopt.value`, or rotate the key once `adopt` is removed");
  });

  test("has none while `adopt` stands, and each preview and up says so", async () => {
    for (const run of [await stack.preview(), await stack.up()]) {
      expectSaid(
        run,
        () => "add `adopt.value`. Or rotate the key with an overlap, once `adopt` is removed. Do not taint",
      );
      expect(run.output).not.toContain("may be removed");
    }
  });

  test("has none once `adopt` is removed, and each preview and up says so", async () => {
    const run = await stack.up(program(() => ({})));
    for (const each of [run, await stack.preview()])
      expectSaid(
        each,
        (vendor) =>
          `add \`adopt: {keyId: "${ids[vendor]}", value: …}\`. Or rotate the key with an overlap. Do not taint`,
      );
    expect(run.changing()).toEqual([]);
  });

  test("has one once the key is rotated as the line says, and no run warns any more", async () => {
    const rotating = (trigger: string) => program(() => ({ rotation: { trigger, overlap: "24h" } }));
    await stack.up(rotating("one"));
    const rotated = await stack.up(rotating("two"));
    expect(rotated.output).not.toContain("is missing");
    expect((await stack.up()).said).toEqual([]);
    expect(Object.keys(await stack.values())).toHaveLength(vendorNames.length);
  });
});

describe("a trigger that is set for the first time", () => {
  const stack = sharedStack();
  const program = (rotation?: object) => async () => {
    keyCases.devin.declare("ci", stack, { rotation });
  };

  test("rotates nothing, and preview and up say how to rotate now", async () => {
    await stack.up(program());
    const first = keyId(stack, "ci");
    const triggered = program({ trigger: "leaked" });
    for (const run of [await stack.preview(triggered), await stack.up(triggered)]) {
      expect(run.said).toEqual([
        "ci: `pulumi up` stores the text of `rotation.trigger` and rotates nothing. The next change of that text rotates the key. Taint the resource only if the key has leaked: that revokes the key in use, whatever `overlap` says. Steps: https://github.com/pulumi-apikeys/pulumi-apikeys/blob/main/docs/operate/troubleshooting.md#a-first-trigger",
      ]);
    }
    expect(keyId(stack, "ci")).toBe(first);
    expect((await stack.up()).said).toEqual([]);
  });

  test("rotates the key when its text is changed once more, as the line says", async () => {
    const first = keyId(stack, "ci");
    await stack.up(program({ trigger: "once more" }));
    expect(keyId(stack, "ci")).not.toBe(first);
  });
});

describe("a rotation without an age", () => {
  const stack = sharedStack();
  const program = (rotation: object) => async () => {
    for (const vendor of vendorNames) {
      const { expiry } = kits[vendor].definition as Definition;
      keyCases[vendor].declare(vendor, stack, { rotation, ...(expiry && { [expiry.input]: "90d" }) });
    }
  };

  test.each([{ overlap: "24h" }, {}])("%j rotates nothing by age, and each run says so", async (rotation) => {
    for (const run of [await stack.preview(program(rotation)), await stack.up(), await stack.up()]) {
      expect(run.said.toSorted()).toEqual(
        vendorNames.toSorted().map((vendor) => {
          const or = (kits[vendor].definition as Definition).expiry ? ", or `beforeExpiry`" : "";
          return `${vendor}: \`rotation\` rotates nothing by age: write \`every\`, as "30d"${or}`;
        }),
      );
    }
  });

  test("is no reason for a line when it has a trigger", async () => {
    await stack.up(program({ overlap: "24h", trigger: "1" }));
    expect((await stack.up()).said).toEqual([]);
  });
});

describe("a life longer than the vendor gives", () => {
  const stack = sharedStack();
  const vendor = vendorThat(({ definition }) => definition.expiry?.longest !== undefined);
  const { title } = kits[vendor].definition.account;
  const inTwoYears = new Date(Date.now() + 730 * 86_400_000).toISOString().replace(/\.\d+Z/, "Z");

  test("is said before the key is minted; the output tells the expiry that the vendor chose, and nothing changes later", async () => {
    const program = async () => {
      keyCases[vendor].declare("life", stack, { expiresIn: "730d" });
      keyCases[vendor].declare("end", stack, { expiresAt: inTwoYears });
    };
    const said = (name: string, input: string) =>
      `${name}: ${title} lets no key live longer than 365 days: \`${input}\` asks for more, and the key expires earlier`;
    for (const run of [await stack.preview(program), await stack.up(program)])
      expect(run.said.toSorted()).toEqual([said("end", "expiresAt"), said("life", "expiresIn")]);
    for (const name of ["life", "end"]) {
      const { createdAt, expiresAt } = stack.state(name).outputs as { createdAt: string; expiresAt: string };
      expect(Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 86_400_000)).toBe(365);
    }
    const again = await stack.up();
    expect([again.changing(), again.said]).toEqual([[], []]);
  });
});
