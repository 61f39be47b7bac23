/**
 * The pack as a whole on the real engine: its levels, its one remediation, an input that another resource makes, an exported state.
 * Policies are shown every secret. So each test ends with a search of the stack for secrets.
 */
import { beforeAll, describe, expect, test } from "@jest/globals";
import { secret } from "@pulumi/pulumi";
import { kosli } from "pulumi-apikeys";
import { policies } from "pulumi-apikeys/policy";
import { codeBlocksIn } from "../docs/code-blocks";
import { programOf } from "../docs/program-of";
import { Consumer } from "../e2e/harness/consumer";
import { keyCases, keyId } from "../e2e/harness/keys";
import { sharedStack } from "../e2e/harness/stack";
import { isSecret, named, opened } from "../e2e/harness/state";
import { document, packFolder, sections } from "./document";
import { settingsFile } from "./settings-file";

const canaries = {
  config: "canary of the config",
  description: "canary-of-the-description",
  trigger: "canary of the trigger",
};
const rotation = { every: "30d", overlap: "24h" };
const write = settingsFile();

describe("the pack", () => {
  const stack = sharedStack();
  let legacy: { keyId: string; value: string };

  beforeAll(async () => {
    const { id } = stack.emulator.strangers.mint("kosli", { description: "made by hand" });
    legacy = { keyId: id, value: stack.ledger.secrets().at(-1) ?? "" };
    expect(stack.ledger.authenticates(legacy.value)).toBe(true);
    stack.secrets.push(...Object.values(canaries));
    await stack.configure({ "e2e:legacyKeyId": id, "nekuda:token": canaries.config });
    stack.policies = { pack: packFolder };
  });

  /** A key whose `expiresIn` is an output of another resource, so that a preview does not know it. */
  async function unknownLife(): Promise<void> {
    const { made } = new Consumer("clock", "", "365d");
    const args = { serviceAccount: "ci", description: "Reports the builds", expiresIn: made, rotation };
    keyCases.kosli.declare("unknown", stack, args);
  }

  test("judges in preview by the default levels, says nothing of what is not known yet, and nothing is minted", async () => {
    const broken = sections().filter(({ policy }) => policy !== "one-holder");
    const run = await stack.failing("preview", async () => {
      for (const { breaks } of broken) programOf(breaks, stack.emulator)();
      keyCases.nekuda.declare("secret", stack, {
        description: secret(canaries.description),
        rotation: { trigger: secret(canaries.trigger) },
      });
      await unknownLife();
    });
    const levels = Object.fromEntries(run.violations.map(({ policy, level }) => [policy, level]));
    expect(levels).toEqual(
      Object.fromEntries(
        policies
          .filter(({ name }) => name !== "one-holder")
          .map(({ name, enforcementLevel }) => [name, enforcementLevel]),
      ),
    );
    expect(run.violations.map(({ resource }) => resource)).toContain("secret");
    expect(run.violations.map(({ resource }) => resource)).not.toContain("unknown");
    expect(run.changing()).toEqual([]);
  });

  test("decides in up on what was not known in preview, before that key is minted", async () => {
    const run = await stack.failing("up", unknownLife);
    expect(run.violations).toMatchObject([{ policy: "key-life", level: "mandatory", resource: "unknown" }]);
    expect(run.steps).toMatchObject({ clock: ["create"] });
    expect(run.changing()).toEqual([]);
  });

  const careless = async () => {
    new kosli.ServiceAccountApiKey("builds", {
      serviceAccount: "ci",
      description: "Reports the builds",
      expiresIn: "90d",
    });
    new kosli.ServiceAccountApiKey("legacy", {
      serviceAccount: "ci",
      description: "Made by hand",
      expiresIn: "90d",
      rotation: secret({ trigger: canaries.trigger }),
      adopt: legacy,
    });
  };

  const remediation = () => write({ "key-rotates": { enforcementLevel: "remediate", every: "45d" } });

  test("adds a missing rotation where the level is `remediate`, and keeps every secret one", async () => {
    stack.policies = { pack: packFolder, config: remediation() };
    const run = await stack.up(careless);
    expect(run.violations.map(({ policy, level }) => `${level} ${policy}`)).toEqual(["advisory key-adoption"]);
    expect(run.steps).toMatchObject({ builds: ["create"], legacy: ["create"] });
    expect(stack.state("builds").inputs.rotation).toEqual({ every: "45d", overlap: "24h" });
    const { inputs } = named(await stack.exported(), "legacy");
    expect([inputs.rotation, inputs.adopt.value].map(isSecret)).toEqual([true, true]);
    expect(opened(inputs.rotation)).toEqual({ every: "45d", overlap: "24h", trigger: canaries.trigger });
    expect(stack.ledger.liveKeys()).toHaveLength(2);
  });

  test("rotates a key that is older than what it adds in that same up", async () => {
    stack.policies = undefined;
    await stack.up();
    expect(stack.state("builds").inputs).not.toHaveProperty("rotation");
    const before = keyId(stack, "builds");
    stack.goTo(46 * 86_400_000);
    stack.policies = { pack: packFolder, config: remediation() };
    const run = await stack.up();
    expect(run.output).toContain(`builds: key ${before} is 46 days old`);
    // An adopted key stays for as long as `adopt` stands in the program.
    expect(run.steps).toEqual({ builds: ["update"], legacy: ["same"] });
    expect(stack.state("builds").outputs).toMatchObject({ previousKeyId: before });
  });

  test("adds the rotation also in an up that replaces the key, which the engine asks for with the program's own inputs", async () => {
    const replaced = async () => {
      keyCases.kosli.declare("replaced", stack, { description: "Reports the deployments", expiresIn: "90d" });
    };
    stack.policies = { pack: packFolder, config: remediation() };
    await stack.up(async () => {
      await careless();
      keyCases.kosli.declare("replaced", stack, { description: "Reports deployments", expiresIn: "90d" });
    });
    const before = keyId(stack, "replaced");
    const run = await stack.up(async () => {
      await careless();
      await replaced();
    });
    expect(run.steps.replaced).toEqual(["create-replacement", "replace", "delete-replaced"]);
    expect(stack.state("replaced").inputs).toMatchObject({
      description: "Reports the deployments",
      rotation: { every: "45d", overlap: "24h" },
    });
    expect(keyId(stack, "replaced")).not.toBe(before);
    await stack.up(careless);
  });

  test("leaves nothing behind but the rotation: without the pack the next up changes nothing and sends nothing", async () => {
    stack.policies = undefined;
    const run = await stack.up();
    expect([run.steps, run.sent()]).toEqual([{ builds: ["same"], legacy: ["same"] }, []]);
  });

  const unrotated = (output: string) =>
    [...output.matchAll(/\[mandatory\] \[severity: high\] +key-rotates +\(\S+: (\w+)\)/g)].map(([, name]) => name);

  test("judges an exported state, by the settings of the document", async () => {
    const [example = ""] = codeBlocksIn(document, "json");
    stack.policies = { pack: packFolder, config: write(JSON.parse(example)) };
    const { code, output } = await stack.analyze();
    expect(code).not.toBe(0);
    expect(unrotated(output)).toEqual(["builds", "legacy"]);
    expect(output).toContain("longer than 30d");
  });

  test("refuses settings that are wrong", async () => {
    const wrong = {
      "key-life": { maxLife: "a while" },
      "key-naming": { name: "(" },
      "rotation-frequency": { timesAYear: 0 },
    };
    stack.policies = { pack: packFolder, config: write(wrong) };
    const { code, output } = await stack.analyze();
    expect(code).not.toBe(0);
    for (const policy of Object.keys(wrong)) expect(output).toContain(`${policy}: `);
  });

  test("says so of a pattern that only the engine, which is written in Go, understands", async () => {
    stack.policies = { pack: packFolder, config: write({ "key-naming": { name: "(?i)^acme" } }) };
    const { code, output } = await stack.analyze();
    expect(code).not.toBe(0);
    expect(output).toContain("the setting `name` is a regular expression to Go, but none to JavaScript");
  });

  test("takes what cannot be decrypted for unknown", async () => {
    stack.policies = { pack: packFolder };
    stack.environment = { ...stack.environment, PULUMI_CONFIG_PASSPHRASE: "another one" };
    const { code, output } = await stack.analyze();
    expect(output).toContain("analyzing with secret values redacted");
    expect(code).not.toBe(0);
    expect(unrotated(output)).toEqual(["builds"]);
  });
});
