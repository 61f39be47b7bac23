/** Inputs that cannot be right, each with its property and the sentence that says what to write instead. */
import { describe, expect, test } from "@jest/globals";
import { unknownValue } from "@pulumi/pulumi/runtime";
import type { VendorName } from "../../emulator/index";
import { check } from "../../provider/core/engine/check";
import { noConfig } from "../../provider/core/vendor/stack-config";
import { emptyEnvironment } from "./account/environment.test.support";
import { samples } from "./samples.test.support";

emptyEnvironment();

describe("an input that cannot be right", () => {
  test.each<[VendorName, object, string, RegExp]>([
    ["devin", { orgId: "" }, "orgId", /write the id of the organization that the key is for, as "org-…"/],
    ["kosli", { serviceAccount: "a/b" }, "serviceAccount", /write the service account's name: 1 to 64 letters/],
    ["kosli", { expiresAt: "2020-01-31T12:00:00Z" }, "expiresAt", /is past: write an instant to come/],
    ["kosli", { expiresAt: "tomorrow" }, "expiresAt", /write an RFC 3339 instant with whole seconds, as "2027-/],
    ["kosli", { expiresIn: 90 }, "expiresIn", /write a duration with its unit, as "90d"/],
    [
      "kosli",
      { expiresAt: "2099-01-31T12:00:00Z", expiresIn: "90d" },
      "expiresIn",
      /write either expiresAt or expiresIn, not both/,
    ],
    ["kosli", { description: "" }, "description", /write what the key is for/],
    ["nekuda", { name: "n".repeat(101) }, "name", /write a name of 1 to 100 characters/],
    ["nekuda", { onDelete: "forget" }, "onDelete", /write "revoke" or "delete"/],
    ["devin", { orgID: "org-1" }, "orgID", /devin:ServiceApiKey has no such input/],
    ["nekuda", { expiresIn: "90d" }, "expiresIn", /nekuda:ApiKey has no such input/],
    ["kosli", { account: "e u" }, "account", /write a name of letters, digits and dashes, as "eu"/],
    ["nekuda", { adopt: { id: "x" } }, "adopt", /an input that does not exist: write `keyId`/],
    ["devin", { adopt: { keyId: "." } }, "adopt.keyId", /it is not an id of a Devin service key: write the one/],
    ["devin", { rotation: { every: 30 } }, "rotation.every", /write a duration with its unit, as "90d"/],
    ["nekuda", { rotation: { every: "0d" } }, "rotation.every", /write a duration with its unit, as "90d"/],
    ["kosli", { rotation: { every: "1d", overlap: "24h" } }, "rotation.overlap", /shorter than `every`/],
    ["kosli", { rotation: { beforeExpiry: "7d" } }, "rotation.beforeExpiry", /it needs `expiresIn`/],
    ["kosli", { expiresIn: "7d", rotation: { every: "7d" } }, "rotation.every", /shorter than `expiresIn`/],
    ["nekuda", { rotation: { beforeExpiry: "7d" } }, "rotation.beforeExpiry", /do not expire: write `every`/],
    [
      "kosli",
      { expiresIn: "30d", rotation: { beforeExpiry: "29d", overlap: "7d" } },
      "rotation.overlap",
      /`expiresIn` less `beforeExpiry`/,
    ],
    [
      "kosli",
      { expiresIn: "7d", rotation: { beforeExpiry: "7d" } },
      "rotation.beforeExpiry",
      /shorter than `expiresIn`/,
    ],
  ])("of %s: %j fails on %s", (vendor, args, property, words) => {
    const { definition, inputs } = samples[vendor];
    const failures = check(definition, {}, { ...inputs, ...args }, noConfig);
    expect(failures).toContainEqual({ property, reason: expect.stringMatching(words) });
  });
});

describe("a rotation is judged", () => {
  const failing = (args: object) => {
    const { definition, inputs } = samples.kosli;
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
