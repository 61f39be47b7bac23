/** Explicit providers of the plugin: to which account a key belongs, and what happens when it gets another provider. */
import "./by-plugin";
import { describe, expect, test } from "@jest/globals";
import { ComponentResource, ProviderResource, type ResourceOptions, secret } from "@pulumi/pulumi";
import { ok, status, stranger } from "../../emulator/index";
import { packageName } from "../../provider/core/program/type-tokens";
import { projectFile } from "../../tools/project";
import { keyCases } from "../e2e/harness/keys";
import { freshStack } from "../e2e/harness/stack";
import { TestStack } from "../e2e/harness/test-stack";
import { kits } from "../vendors/index";

// At this vendor the answers, not the URL, tell to which account a token belongs.
const vendor = "nekuda";
const { declare } = keyCases[vendor];

class Provider extends ProviderResource {
  constructor(name: string, configuration: object, options?: ResourceOptions) {
    super(packageName, name, { ...configuration }, options);
  }
}

describe("a key that gets another provider", () => {
  const stack = freshStack();
  const url = () => stack.emulator.urls[vendor];
  const program = (provider: string, nekudaToken: string) => async () => {
    const own = new Provider(provider, { nekudaToken: secret(nekudaToken), nekudaApiUrl: url() });
    declare("key", stack, {}, { provider: own });
  };
  const accounts = () => stack.ledger.liveKeys(vendor).map(({ account }) => account);

  test("is kept where both are the same account, and replaced where they are not", async () => {
    const home = stack.emulator.tokens[vendor];
    await stack.up(program("home", home));
    const [minted] = stack.ledger.liveKeys(vendor);
    await stack.up(program("home-too", stack.emulator.tokens.issue(vendor)));
    expect(stack.ledger.liveKeys(vendor)).toEqual([minted]);
    const { NEKUDA_TOKEN: away } = kits[vendor].anotherAccount(stack.emulator);
    await stack.up(program("away", away));
    expect(accounts()).toEqual(["other"]);
    expect(stack.ledger.mints).toHaveLength(2);
    await stack.destroy();
    expect(accounts()).toEqual([]);
  });

  test("whose mint fails in the other account stays live, with `--continue-on-error`", async () => {
    await stack.up(program("home", stack.emulator.tokens[vendor]));
    const [home] = accounts();
    const { NEKUDA_TOKEN: away } = kits[vendor].anotherAccount(stack.emulator);
    stack.emulator.script(vendor, kits[vendor].routes.mint, [status(400), ok]);
    const run = await stack.failing("up", program("away", away), { continueOnError: true });
    expect(run.changing()).toEqual([kits[vendor].routes.mint]);
    expect(accounts()).toEqual([home]);
    await stack.up(program("away", away));
    expect(accounts()).toEqual(["other"]);
    await stack.destroy();
  });

  test("whose mint is pending in the other account stays live, with `--continue-on-error`", async () => {
    await stack.up(program("home", stack.emulator.tokens[vendor]));
    const [home] = accounts();
    const { NEKUDA_TOKEN: away } = kits[vendor].anotherAccount(stack.emulator);
    stack.emulator.script(vendor, kits[vendor].routes.mint, [{ commits: false, delivery: "reset" }, ok]);
    stack.emulator.script(vendor, kits[vendor].routes.list, [ok, ok, status(501)]);
    await stack.failing("up", program("away", away), { continueOnError: true });
    expect(stack.state("key").outputs).toMatchObject({ keyId: "", pending: {} });
    expect(accounts()).toEqual([home]);
    stack.emulator.script(vendor, kits[vendor].routes.list, ok);
    await stack.up(program("away", away));
    expect(accounts()).toEqual(["other"]);
    await stack.destroy();
  });

  test("without a token is refused, and is replaced once that provider has another account's token", async () => {
    await stack.up(program("home", stack.emulator.tokens[vendor]));
    const refused = await stack.failing("up", program("away", ""));
    expect(refused.errors("key")).toContain("no nekuda token: set nekudaToken of the provider");
    const { NEKUDA_TOKEN: away } = kits[vendor].anotherAccount(stack.emulator);
    await stack.up(program("away", away));
    expect(accounts()).toEqual(["other"]);
    await stack.destroy();
  });

  test("of the same name in another component is another provider", async () => {
    const { NEKUDA_TOKEN: away } = kits[vendor].anotherAccount(stack.emulator);
    const within = (component: string) => async () => {
      for (const [name, nekudaToken] of [["a", stack.emulator.tokens[vendor]] as const, ["b", away] as const]) {
        const parent = new ComponentResource(`test:Team-${name}`, name);
        const inputs = { nekudaToken: secret(nekudaToken), nekudaApiUrl: url() };
        const provider = new Provider("keys", inputs, { parent });
        if (name === component) declare("key", stack, {}, { provider });
      }
    };
    await stack.up(within("a"));
    await stack.up(within("b"));
    expect(accounts()).toEqual(["other"]);
    await stack.destroy();
  });

  test("with a misspelt variable is refused, though the environment has a token", async () => {
    const run = await stack.failing("up", async () => {
      const own = new Provider("home", { nekudaTokn: secret(stack.emulator.tokens[vendor]) });
      declare("key", stack, {}, { provider: own });
    });
    expect(run.output).toContain("the provider has no variable `nekudaTokn`: correct the name. The variables are");
    expect(run.sent()).toEqual([]);
  });

  test("that calls another URL is told to set the provider's variable, not the environment's", async () => {
    await stack.up(program("home", stack.emulator.tokens[vendor]));
    const moved = async () => {
      const nekudaApiUrl = "http://127.0.0.1:9";
      const own = new Provider("home", { nekudaToken: secret(stack.emulator.tokens[vendor]), nekudaApiUrl });
      declare("key", stack, { description: "other" }, { provider: own });
    };
    const preview = await stack.preview(moved);
    expect(preview.output).toContain("set back the API's URL (nekudaApiUrl of the provider)");
    await stack.destroy();
  });

  test("whose token is missing is refused, though the environment has a token", async () => {
    const run = await stack.failing("up", program("home", ""));
    expect(run.errors("key")).toContain("no nekuda token: set nekudaToken of the provider");
    expect(run.sent()).toEqual([]);
  });
});

describe("a key that resources of different providers hold", () => {
  const stack = freshStack();
  const token = () => stack.emulator.tokens[vendor];
  const program =
    (keyId: string, ...names: string[]) =>
    async () => {
      for (const name of names) {
        const provider = new Provider(name, {
          nekudaToken: secret(token()),
          nekudaApiUrl: stack.emulator.urls[vendor],
        });
        declare(`key-${name}`, stack, { adopt: { keyId } }, { provider });
      }
    };

  test("stays live when the first goes, and is revoked with the last", async () => {
    const { id } = stack.emulator.strangers.mint(vendor, { name: "for tests" });
    await stack.up(program(id, "home", "home-too"));
    const run = await stack.up(program(id, "home"));
    expect(run.output).toContain(`key ${id} is not revoked: key-home holds it too`);
    expect(stack.ledger.liveKeys()).toHaveLength(1);
    await stack.up(program(id));
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("is revoked by a destroy of both", async () => {
    const { id } = stack.emulator.strangers.mint(vendor, { name: "for tests" });
    await stack.up(program(id, "home", "home-too"));
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });
});

describe("a key that is another provider's token", () => {
  const stack = freshStack();

  test("is not adopted", async () => {
    const { emulator, ledger } = stack;
    const key = emulator.strangers.mint("kosli", { name: "for tests" });
    const value = ledger.valueOf(key);
    const run = await stack.failing("up", async () => {
      const inputs = { kosliApiToken: secret(value), kosliApiUrl: emulator.urls.kosli, kosliOrg: "acme" };
      const other = new Provider("other", inputs);
      keyCases.kosli.declare("key", stack, { adopt: { keyId: key.id, value } }, { dependsOn: other });
    });
    expect(run.errors("key")).toMatch(/authenticates with .*kosliApiToken of the provider/);
    expect(ledger.liveKeys()).toHaveLength(1);
  });
});

describe("a key with `replaceOnChanges` of everything", () => {
  const stack = freshStack();
  const program = (trigger: string) => async () => {
    const rotation = { overlap: "24h", trigger };
    declare("key", stack, { rotation }, { replaceOnChanges: ["*"] });
  };

  test("still rotates in place", async () => {
    await stack.up(program("first"));
    const { keyId } = stack.state("key").outputs;
    await stack.up(program("second"));
    expect(stack.state("key").outputs.previousKeyId).toBe(keyId);
    expect(stack.ledger.liveKeys()).toHaveLength(2);
    await stack.destroy();
  });
});

describe("a preview while a rotation is pending with its value", () => {
  const stack = freshStack({ switches: { devin: { selfAnswersServiceKeys: 403, apiKeyValue: "null" } } });
  const program = (trigger: string) => async () => {
    keyCases.devin.declare("key", stack, { rotation: { overlap: "24h", trigger } });
  };

  test("shows no value: the audit of each test searches the engine's events", async () => {
    await stack.up(program("first"));
    stack.emulator.script("devin", kits.devin.routes.mint, [stranger("after-commit"), ok]);
    await stack.failing("up", program("second"));
    expect(stack.state("key").outputs.pendingValue).toBeDefined();
    const preview = await stack.preview();
    expect(preview.steps).toEqual({ key: ["update"] });
  });
});

test("`pulumi import` says what to do instead", async () => {
  // A YAML project, since an import into a Node project would need a language host.
  const stack = new TestStack({}, { path: projectFile("examples", "yaml") });
  await stack.open();
  try {
    await stack.configure({ devinOrgId: "org-0", serviceAccount: "ci" });
    const type = `${packageName}:${kits[vendor].definition.type}`;
    const imported = stack.command(
      "import",
      type,
      "key",
      "apk-0123",
      "--yes",
      "--stack",
      "test",
      "--generate-code=false",
    );
    await expect(imported).rejects.toThrow(
      /Write `adopt` with the key's id in the program instead\. No key was touched\./,
    );
    expect(stack.ledger.calls()).toEqual([]);
  } finally {
    await stack.close();
  }
});
