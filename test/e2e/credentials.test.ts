/** Missing, rejected and malformed credentials: when they are a warning, when an error, and what the words name. */
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { forEachVendor } from "../../emulator/vendors";
import { oneOfEach } from "./harness/keys";
import { sharedStack } from "./harness/stack";

/** Every way to set a token. */
const ways = {
  devin: ["DEVIN_ENTERPRISE_API_KEY or DEVIN_API_KEY in the environment", "`pulumi config set --secret devin:apiKey`"],
  kosli: ["KOSLI_API_TOKEN in the environment", "`pulumi config set --secret kosli:apiToken`"],
  nekuda: ["NEKUDA_TOKEN in the environment", "`pulumi config set --secret nekuda:token`"],
};

describe("without credentials", () => {
  const stack = sharedStack();

  test("a preview succeeds with a warning that names every way to set them", async () => {
    stack.environment = {};
    const run = await stack.preview(oneOfEach(stack));
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    for (const vendor of vendorNames) for (const way of ways[vendor]) expect(run.output).toContain(way);
    expect(run.output).toContain("KOSLI_ORG in the environment, or `pulumi config set kosli:org`");
    expect(run.sent()).toEqual([]);
  });

  test("an up fails before any request, naming every way to set them", async () => {
    stack.environment = urlsOnly(stack.emulator.environment());
    const run = await stack.failing("up");
    for (const vendor of vendorNames) for (const way of ways[vendor]) expect(run.errors(vendor)).toContain(way);
    expect(run.sent()).toEqual([]);
    expect(stack.resources.filter(({ outputs }) => outputs?.keyId !== undefined)).toEqual([]);
  });

  test("a refresh and a destroy fail before any request and keep the state", async () => {
    stack.environment = stack.emulator.environment();
    await stack.up();
    stack.environment = urlsOnly(stack.emulator.environment());
    for (const operation of ["refresh", "destroy"] as const) {
      const run = await stack.failing(operation);
      for (const vendor of vendorNames) {
        // The config is that of the last up: what is set in it now would not be seen.
        expect(run.errors(vendor)).toContain(
          `set ${ways[vendor][0]}. This command reads the config of the last \`pulumi up\`.`,
        );
        expect(run.errors(vendor)).not.toContain("pulumi config set");
      }
      expect(run.sent()).toEqual([]);
    }
    expect(stack.ledger.liveKeys()).toHaveLength(3);
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
      expect(run.errors(vendor)).toMatch(/HTTP 401 "/);
      const [source = ""] = ways[vendor].map((way) => way.replace(" or DEVIN_API_KEY", ""));
      expect(run.errors(vendor)).toContain(
        `does not accept the token of ${source}: set a valid one. No key was minted.`,
      );
    }
    expect(stack.ledger.mints).toEqual([]);
    expect(stack.resources.filter(({ outputs }) => outputs?.keyId !== undefined)).toEqual([]);
  });

  test("is forgotten once a good one is set", async () => {
    const good = forEachVendor((vendor) => stack.emulator.tokens.issue(vendor));
    stack.environment = {
      ...stack.emulator.environment(),
      DEVIN_ENTERPRISE_API_KEY: good.devin,
      KOSLI_API_TOKEN: good.kosli,
      NEKUDA_TOKEN: good.nekuda,
    };
    const run = await stack.up();
    expect(run.steps).toEqual(forEachVendor(() => ["create"]));
    expect(stack.ledger.liveKeys()).toHaveLength(3);
  });
});

describe("a setting that cannot be right", () => {
  const stack = sharedStack();
  const token = { devin: "DEVIN_ENTERPRISE_API_KEY", kosli: "KOSLI_API_TOKEN", nekuda: "NEKUDA_TOKEN" };
  const url = { devin: "DEVIN_API_URL", kosli: "KOSLI_API_URL", nekuda: "NEKUDA_BASE_URL" };

  test.each(vendorNames)(
    "is a line break in the token of %s: the preview fails and names the variable",
    async (vendor) => {
      const broken = `apk_user_${stack.ledger.secrets()[0]?.slice(-20)}\nsecond-line-of-a-token`;
      stack.secrets.push(broken, "second-line-of-a-token");
      stack.environment = { ...stack.emulator.environment(), [token[vendor]]: broken };
      const run = await stack.failing("preview", oneOfEach(stack));
      expect(run.errors(vendor)).toMatch(
        new RegExp(
          `has a problem: ${token[vendor]} in the environment holds a space, a line break or another character`,
        ),
      );
      expect(run.sent()).toEqual([]);
    },
  );

  test.each(vendorNames)(
    "is plain http to another machine for %s: the preview fails and names the variable",
    async (vendor) => {
      stack.environment = { ...stack.emulator.environment(), [url[vendor]]: "http://api.example.com" };
      const run = await stack.failing("preview", oneOfEach(stack));
      expect(run.errors(vendor)).toMatch(
        new RegExp(`has a problem: ${url[vendor]} in the environment would send the token in clear: write https`),
      );
      expect(run.sent()).toEqual([]);
    },
  );

  test("is a token of Devin's that cannot manage keys: the preview fails and says which can", async () => {
    const cog = stack.emulator.tokens.issue("devin", { kind: "cog" });
    stack.environment = { ...stack.emulator.environment(), DEVIN_ENTERPRISE_API_KEY: cog };
    const run = await stack.failing("preview", oneOfEach(stack));
    expect(run.errors("devin")).toMatch(
      /DEVIN_ENTERPRISE_API_KEY in the environment cannot manage keys: .* begins with "apk_user_"/,
    );
    expect(run.sent()).toEqual([]);
  });

  test("is a key of nekuda's in the place of a token: the preview fails and says which token", async () => {
    stack.secrets.push("sk_test_0123456789abcdef");
    stack.environment = { ...stack.emulator.environment(), NEKUDA_TOKEN: "sk_test_0123456789abcdef" };
    const run = await stack.failing("preview", oneOfEach(stack));
    expect(run.errors("nekuda")).toContain(
      "NEKUDA_TOKEN in the environment is a key of a key pair, which manages no keys: set the token that signing in",
    );
    expect(run.sent()).toEqual([]);
  });

  test.each([
    ["devin", "/v2"],
    ["devin", "/api/v2/enterprise/"],
    ["nekuda", "/api/v2"],
  ] as const)(
    "is a URL of %s with the calls' own %s behind it: the preview fails and says what to leave out",
    async (vendor, path) => {
      const environment = stack.emulator.environment();
      stack.environment = { ...environment, [url[vendor]]: `${environment[url[vendor]]}${path}` };
      const run = await stack.failing("preview", oneOfEach(stack));
      const part = { devin: "/v2", nekuda: "/api/v2" }[vendor];
      expect(run.errors(vendor)).toContain(
        `${url[vendor]} in the environment ends with a part of a call's path: leave out \`${part}\` and what follows`,
      );
      expect(run.sent()).toEqual([]);
    },
  );

  test("is an expired token of nekuda's: a warning in preview, an error in up before any request to nekuda", async () => {
    const expired = stack.emulator.tokens.issue("nekuda", { expiresInMs: -60_000 });
    stack.environment = { ...stack.emulator.environment(), NEKUDA_TOKEN: expired };
    const preview = await stack.preview(oneOfEach(stack));
    expect(preview.output).toMatch(
      /nekuda: NEKUDA_TOKEN in the environment expired at \S+Z: sign in to nekuda again and set the new token/,
    );
    const run = await stack.failing("up");
    expect(run.errors("nekuda")).toMatch(/NEKUDA_TOKEN in the environment expired at \S+Z: sign in to nekuda again/);
    expect(run.sent("nekuda")).toEqual([]);
  });
});

/** What is left of an environment without its tokens. */
function urlsOnly(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/KEY|TOKEN/.test(name)));
}
