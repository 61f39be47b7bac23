/** Wrong inputs. Each fails on its property, with a sentence that says what to write instead. */
import { describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { vendorNames } from "../../emulator/index";
import { check } from "../../provider/core/engine/check";
import type { Expiry } from "../../provider/core/vendor/definition";
import { noConfig } from "../../provider/core/vendor/stack-config";
import { vendorThat } from "../vendors/every-vendor";
import { kits } from "../vendors/index";
import type { InputCases } from "../vendors/input-cases";
import { emptyEnvironment } from "./account/environment.test.support";
import { samples } from "./samples.test.support";

emptyEnvironment();

type Refused = InputCases["refused"][number];

const common: readonly Refused[] = [
  [{ noSuchInput: "x" }, "noSuchInput", /has no such input/],
  [{ account: "e u" }, "account", /write a name of letters, digits and dashes, as "eu"/],
  [{ adopt: { id: "x" } }, "adopt", /an input that does not exist: write `keyId`/],
  [{ adopt: { keyId: "." } }, "adopt.keyId", /it is not an id of a .+: write the one/],
  [{ rotation: { every: 30 } }, "rotation.every", /write a duration with its unit, as "90d"/],
  [{ rotation: { every: "0d" } }, "rotation.every", /write a duration with its unit, as "90d"/],
  [{ rotation: { every: "1d", overlap: "24h" } }, "rotation.overlap", /shorter than `every`/],
];

const withoutExpiry: readonly Refused[] = [
  [{ rotation: { beforeExpiry: "7d" } }, "rotation.beforeExpiry", /do not expire: write `every`/],
];

/** Refused inputs of a vendor whose keys expire. The input named `input` asks for the duration of their life. */
const withExpiry = ({ input }: Expiry): readonly Refused[] => [
  [{ [input]: 90 }, input, /write a duration with its unit, as "90d"/],
  [{ rotation: { beforeExpiry: "7d" } }, "rotation.beforeExpiry", new RegExp(`write \`${input}\` too`)],
  [{ [input]: "7d", rotation: { every: "7d" } }, "rotation.every", new RegExp(`shorter than \`${input}\``)],
  [
    { [input]: "30d", rotation: { beforeExpiry: "29d", overlap: "7d" } },
    "rotation.overlap",
    new RegExp(`\`${input}\` less \`beforeExpiry\``),
  ],
  [
    { [input]: "7d", rotation: { beforeExpiry: "7d" } },
    "rotation.beforeExpiry",
    new RegExp(`shorter than \`${input}\``),
  ],
];

describe.each(vendorNames)("an input of %s that cannot be right", (vendor) => {
  const { definition, inputs } = samples[vendor];
  const byExpiry = definition.expiry ? withExpiry(definition.expiry) : withoutExpiry;
  test.each([...common, ...byExpiry, ...kits[vendor].inputCases.refused])("%j fails on %s", (args, property, words) => {
    const failures = check(definition, {}, { ...inputs, ...args }, noConfig);
    expect(failures).toContainEqual({ property, reason: expect.stringMatching(words) });
  });
});

describe("a rotation is judged", () => {
  const failing = (args: object) => {
    const { definition, inputs } = samples[vendorThat(({ definition }) => definition.expiry !== undefined)];
    return check(definition, {}, { ...inputs, ...args }, noConfig).map(({ property }) => property);
  };

  test.each([unknownValue, "for ever"])("also beside a life that cannot be judged: %s", (expiresIn) => {
    const rotation = { every: "1d", overlap: "24h", beforeExpiry: "7d" };
    expect(failing({ expiresIn, rotation })).toContain("rotation.overlap");
    expect(failing({ expiresIn, rotation })).not.toContain("rotation.beforeExpiry");
  });

  test("also beside an input that is not known yet", () => {
    expect(failing({ description: unknownValue, rotation: { beforeExpiry: "7d" } })).toEqual(["rotation.beforeExpiry"]);
  });

  test("not while a part of it is not known yet", () => {
    expect(failing({ rotation: { every: unknownValue, beforeExpiry: "7d" } })).toEqual([]);
  });
});
