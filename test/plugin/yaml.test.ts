/** A YAML program reaches keys by the native plugin: their ordinary life, a rotation in place, and two accounts by explicit providers. */
import { describe, expect, test } from "@jest/globals";
import { sharedProgram } from "../e2e/harness/stack";
import { kits } from "../vendors/index";

describe("the YAML example", () => {
  const stack = sharedProgram("examples/yaml");
  const configure = (more: Record<string, string> = {}) => {
    const { DEVIN_ORG_ID = "", KOSLI_SERVICE_ACCOUNT = "" } = stack.emulator.environment();
    return stack.configure({ devinOrgId: DEVIN_ORG_ID, serviceAccount: KOSLI_SERVICE_ACCOUNT, ...more });
  };

  test("a preview mints nothing and sends nothing", async () => {
    await configure();
    const run = await stack.preview();
    expect(run.steps).toEqual({ reporter: ["create"], agent: ["create"] });
    expect(run.sent()).toEqual([]);
  });

  test("an up mints each key once, and keeps its value as a secret", async () => {
    await stack.up();
    expect(stack.ledger.mints).toHaveLength(2);
    const { reporter, agent } = await stack.values();
    expect([reporter, agent].map((value) => stack.ledger.authenticates(String(value)))).toEqual([true, true]);
    expect((await stack.outputs()).reporterKey).toBe(reporter);
  });

  test("a second up and a refresh change nothing", async () => {
    const same = { reporter: ["same"], agent: ["same"] };
    const again = await stack.up();
    expect([again.steps, again.sent(), again.said]).toEqual([same, [], []]);
    expect((await stack.refresh()).steps).toEqual(same);
  });

  test("another trigger rotates in place, and the line stands at the resource", async () => {
    const { keyId } = stack.state("reporter").outputs;
    await configure({ keyText: "second" });
    const preview = await stack.preview();
    expect(preview.steps).toEqual({ reporter: ["update"], agent: ["same"] });
    expect(preview.changing()).toEqual([]);
    const line = /^reporter: key \S+ has another `rotation.trigger` than before: a new key is minted;/;
    expect(preview.said.filter((said) => line.test(said))).toHaveLength(1);
    await stack.up();
    expect(stack.state("reporter").outputs.previousKeyId).toBe(keyId);
    expect(stack.ledger.liveKeys()).toHaveLength(3);
  });

  test("a destroy revokes all of them", async () => {
    await stack.destroy();
    expect([stack.ledger.liveKeys(), stack.resources]).toEqual([[], []]);
  });
});

describe("two accounts by explicit providers, beside a token in the environment", () => {
  const stack = sharedProgram("test/programs/two-accounts");

  test("each key is minted, refreshed and revoked in the account of its own provider", async () => {
    const { KOSLI_API_TOKEN: homeToken = "", KOSLI_API_URL: apiUrl = "" } = stack.emulator.environment();
    const { KOSLI_API_TOKEN: awayToken = "" } = kits.kosli.anotherAccount(stack.emulator);
    await stack.configure({ homeToken, awayToken, apiUrl });
    await stack.up();
    const accounts = () => Object.fromEntries(stack.ledger.liveKeys().map((key) => [key.id, key.account]));
    const idOf = (name: string) => stack.state(name).outputs.keyId;
    expect(accounts()).toEqual({ [idOf("homeKey")]: "acme", [idOf("awayKey")]: "other" });
    expect((await stack.refresh()).steps).toEqual({ homeKey: ["same"], awayKey: ["same"] });
    await stack.destroy();
    expect(accounts()).toEqual({});
  });
});
