/**
 * Each policy's two programs in docs/reference/policies.md, on the real engine. The first program breaks its policy and no other. It
 * mints nothing, even in an up without a preview. All second programs together keep every policy. At the end the results are printed as
 * a table, in which no policy may lack one.
 */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { programOf } from "../docs/program-of";
import { sharedStack } from "../e2e/harness/stack";
import { document, packFolder, policyTable, type Section, sections, tableIn } from "./document";
import { settingsFile } from "./settings-file";

const strict = { all: "mandatory" };
const all = sections();
const ofResources = all.filter(({ policy }) => policy !== "one-holder");
const write = settingsFile();

describe("docs/reference/policies.md", () => {
  const stack = sharedStack();
  const program = (text: string) => async () => programOf(text, stack.emulator)();
  const together = (programs: readonly string[]) => async () => {
    for (const text of programs) programOf(text, stack.emulator)();
  };
  const judgedBy = (settings: object) => {
    stack.policies = { pack: packFolder, config: write({ ...strict, ...settings }) };
  };
  const rows = new Map<string, { breaks?: string; keeps?: string }>(all.map(({ policy }) => [policy, {}]));
  const note = (policy: string, found: { breaks?: string; keeps?: string }) =>
    rows.set(policy, { ...rows.get(policy), ...found });

  beforeAll(async () => {
    const legacy = stack.emulator.strangers.mint("nekuda", { name: "legacy" });
    // Policies are shown the whole config, decrypted.
    stack.secrets.push("canary of the stack's config");
    await stack.configure({ "e2e:legacyKeyId": legacy.id, "nekuda:token": "canary of the stack's config" });
  });
  afterAll(() => {
    process.stdout.write(`${printed(rows)}\n`);
  });

  test.each(ofResources)("an up without a preview mints nothing when $policy is broken", async (section) => {
    judgedBy(section.settings);
    const before = stack.ledger.mints.length;
    const run = await stack.failing("up", program(section.breaks));
    const mints = stack.ledger.mints.length - before;
    expect(run.violations).toMatchObject([{ policy: section.policy, level: "mandatory" }]);
    expect([mints, run.changing()]).toEqual([0, []]);
    expect(stack.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:"))).toEqual([]);
    note(section.policy, { breaks: `no, ${mints} mints` });
  });

  test("an up fails after the fact when one-holder is broken", async () => {
    const section = all.find(({ policy }) => policy === "one-holder") as Section;
    judgedBy(section.settings);
    const run = await stack.failing("up", program(section.breaks));
    expect(run.violations).toMatchObject([
      { policy: section.policy, level: "mandatory", resource: "orders" },
      { policy: section.policy, level: "mandatory", resource: "refunds" },
    ]);
    expect(run.changing()).toEqual([]);
    note(section.policy, { breaks: "no, after the fact" });
    await stack.destroy();
  });

  test("the up of all second programs keeps every policy", async () => {
    judgedBy({});
    const run = await stack.up(together(all.map(({ keeps }) => keeps)));
    expect(run.violations).toEqual([]);
    expect(stack.ledger.liveKeys()).toHaveLength(Object.keys(run.steps).length);
    for (const { policy, keeps } of all) note(policy, { keeps: `yes, ${declared(keeps, run.steps)} minted` });
  });

  test("has the table of all policies", () => {
    expect(tableIn(document)).toBe(policyTable());
  });

  test("has no policy without a result for both of its programs", () => {
    expect([...rows].filter(([, { breaks, keeps }]) => !breaks || !keeps)).toEqual([]);
  });
});

/** How many of the run's resources a program declares: those whose names are in its text. */
function declared(text: string, steps: Readonly<Record<string, string[]>>): number {
  return Object.keys(steps).filter((name) => text.includes(`"${name}"`)).length;
}

function printed(rows: ReadonlyMap<string, { breaks?: string; keeps?: string }>): string {
  const lines = [...rows].map(([policy, { breaks = "HOLE", keeps = "HOLE" }]) => [policy, breaks, keeps]);
  return [["policy", "breaking program", "keeping program"], ...lines]
    .map(([policy = "", breaks = "", keeps = ""]) => `${policy.padEnd(24)}${breaks.padEnd(22)}${keeps}`)
    .join("\n");
}
