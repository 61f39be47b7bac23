/** Missing, rejected and malformed tokens: when a run warns, when it fails, and what its message names. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { kits } from "../vendors/index";
import type { TokenFacts } from "../vendors/kit";
import { configKey } from "../way-in";
import { oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";
import { tokenVariable, urlVariable, variable, withoutTokens } from "./harness/variables";

/** Every way to set a token. */
const ways = forEachVendor((vendor) => {
  const { env, config } = kits[vendor].definition.account.token;
  const variables = env.map((name) => `${vendor.toUpperCase()}_${name}`).join(" or ");
  return [`${variables} in the environment`, `\`pulumi config set --secret ${configKey(vendor, config)}\``] as const;
});

describe("without credentials", () => {
  const stack = sharedStack();

  test("a preview succeeds with a warning that names every way to set them", async () => {
    stack.environment = {};
    const run = await stack.preview(oneOfEach(stack));
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    for (const vendor of vendorNames) for (const way of ways[vendor]) expect(run.output).toContain(way);
    for (const vendor of vendorNames) {
      const org = variable(vendor, "org");
      if (org === undefined) continue;
      expect(run.output).toContain(`${org} in the environment, or \`pulumi config set ${configKey(vendor, "org")}`);
    }
    expect(run.sent()).toEqual([]);
  });

  test("an up fails before any request, naming every way to set them", async () => {
    stack.environment = withoutTokens(stack.emulator.environment());
    const run = await stack.failing("up");
    for (const vendor of vendorNames) for (const way of ways[vendor]) expect(run.errors(vendor)).toContain(way);
    expect(run.sent()).toEqual([]);
    expect(stack.resources.filter(({ outputs }) => outputs?.keyId !== undefined)).toEqual([]);
  });

  test("a refresh and a destroy fail before any request and keep the state", async () => {
    stack.environment = stack.emulator.environment();
    await stack.up();
    stack.environment = withoutTokens(stack.emulator.environment());
    for (const operation of ["refresh", "destroy"] as const) {
      const run = await stack.failing(operation);
      for (const vendor of vendorNames) {
        // These commands read the config of the last up, so a token that is set there now would not help.
        expect(run.errors(vendor)).toContain(
          `set ${ways[vendor][0]}. This command reads the config of the last \`pulumi up\`.`,
        );
        expect(run.errors(vendor)).not.toContain("pulumi config set");
      }
      expect(run.sent()).toEqual([]);
    }
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });

  test("an up that changes nothing needs none", async () => {
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["same"]));
  });
});

describe("a token that the vendor rejects", () => {
  const stack = sharedStack();

  test("fails the up with the vendor's word and what to do; nothing is minted, nothing is kept", async () => {
    for (const vendor of vendorNames) stack.emulator.tokens.revoke(stack.emulator.tokens[vendor]);
    const run = await stack.failing("up", oneOfEach(stack));
    for (const vendor of vendorNames) {
      expect(run.errors(vendor)).toContain(`HTTP ${kits[vendor].tokens.refusalStatus} "`);
      expect(run.errors(vendor)).toContain(
        `does not accept the token of ${tokenVariable(vendor)} in the environment: set a valid one. No key was minted.`,
      );
    }
    expect(stack.ledger.mints).toEqual([]);
    expect(stack.resources.filter(({ outputs }) => outputs?.keyId !== undefined)).toEqual([]);
  });

  test("is forgotten once a good one is set", async () => {
    const good = vendorNames.map((vendor) => [tokenVariable(vendor), stack.emulator.tokens.issue(vendor)]);
    stack.environment = { ...stack.emulator.environment(), ...Object.fromEntries(good) };
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    expect(stack.ledger.liveKeys()).toHaveLength(vendorNames.length);
  });
});

describe("a variable that cannot be right", () => {
  const stack = sharedStack();

  test.each(vendorNames)(
    "is a line break in the token of %s: the preview fails and names the variable",
    async (vendor) => {
      const broken = `${kits[vendor].tokens.token}${stack.ledger.secrets()[0]?.slice(-20)}\nsecond-line-of-a-token`;
      stack.secrets.push(broken, "second-line-of-a-token");
      stack.environment = { ...stack.emulator.environment(), [tokenVariable(vendor)]: broken };
      const run = await stack.failing("preview", oneOfEach(stack));
      expect(run.errors(vendor)).toMatch(
        new RegExp(
          `has a problem: ${tokenVariable(vendor)} in the environment holds a space, a line break or another character`,
        ),
      );
      expect(run.sent()).toEqual([]);
    },
  );

  test.each(vendorNames)(
    "is plain http to another machine for %s: the preview fails and names the variable",
    async (vendor) => {
      stack.environment = { ...stack.emulator.environment(), [urlVariable(vendor)]: "http://api.example.com" };
      const run = await stack.failing("preview", oneOfEach(stack));
      expect(run.errors(vendor)).toMatch(
        new RegExp(
          `has a problem: ${urlVariable(vendor)} in the environment would send the token in clear: write https`,
        ),
      );
      expect(run.sent()).toEqual([]);
    },
  );

  const pathsOfCalls = vendorNames.flatMap((vendor) => {
    const { pathsOfCalls = [] }: TokenFacts = kits[vendor].tokens;
    return pathsOfCalls.map(([written, part]) => [vendor, written, part] as const);
  });
  test.each(pathsOfCalls)(
    "is a URL of %s with the calls' own %s behind it: the preview fails and says what to leave out",
    async (vendor, path, part) => {
      const environment = stack.emulator.environment();
      stack.environment = { ...environment, [urlVariable(vendor)]: `${environment[urlVariable(vendor)]}${path}` };
      const run = await stack.failing("preview", oneOfEach(stack));
      expect(run.errors(vendor)).toContain(
        `${urlVariable(vendor)} in the environment ends with a part of a call's path: leave out \`${part}\` and what follows`,
      );
      expect(run.sent()).toEqual([]);
    },
  );
});
