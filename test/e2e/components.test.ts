/**
 * Keys in components, as users package them. A key waits only for the resources whose outputs are in its inputs. It never waits for its
 * siblings in a component, and their failures do not stop it.
 */
import { describe, expect, test } from "@jest/globals";
import { runChild } from "../../tools/child";
import { keyId } from "./harness/keys";
import { sharedProgram } from "./harness/stack";
import { nameOf, type ResourceState } from "./harness/state";
import type { TestStack } from "./harness/test-stack";

const folder = "test/programs/components";

interface Program {
  readonly what: string;
  readonly main: string;
  /** Each key, and what each of its inputs depends on. */
  readonly keys: Readonly<Record<string, Readonly<Record<string, string[]>>>>;
  readonly others?: readonly string[];
}

const programs: readonly Program[] = [
  { what: "a key and what uses it", main: "key-and-consumer.js", keys: { blue: {} }, others: ["blue"] },
  { what: "two keys, and one beside it", main: "two-keys.js", keys: { ci: {}, agent: {}, shop: {} } },
  {
    what: "a component in a component, one key named by another",
    main: "nested.js",
    keys: { reporter: {}, deployer: { description: ["reporter"] } },
    others: ["variable"],
  },
  { what: "a component out of a package of its own", main: "packaged.js", keys: { blue: {} }, others: ["blue"] },
  { what: "what uses a key below it", main: "key-as-parent.js", keys: { ci: {}, below: {} }, others: ["variable"] },
  {
    what: "providers, transforms and dependencies handed down",
    main: "options.js",
    keys: { "provided-key": {}, "second-key": {}, "transformed-key": {}, last: {} },
    others: ["provided-variable", "second-variable", "transformed-variable"],
  },
];

function isKey({ outputs }: ResourceState): boolean {
  return outputs?.keyId !== undefined;
}

/** For each key of the state: what each of its inputs depends on, by name. Inputs that depend on nothing are left out. */
function dependencies(stack: TestStack): Record<string, Record<string, string[]>> {
  const keys = stack.resources.filter(isKey);
  return Object.fromEntries(
    keys.map(({ urn, propertyDependencies = {} }) => {
      const some = Object.entries(propertyDependencies).flatMap(([input, urns]) =>
        urns?.length ? [[input, urns.map(nameOf)]] : [],
      );
      return [nameOf(urn), Object.fromEntries(some)];
    }),
  );
}

/** A key as an earlier version wrote it: the input `__origin` was called `origin`, and depended on the siblings. */
function withOriginOfBefore(key: ResourceState, siblings: Readonly<Record<string, string[]>>): ResourceState {
  const renamed = ({ __origin, ...others }: Record<string, unknown>) => ({ origin: __origin, ...others });
  const { __origin, ...others } = key.propertyDependencies ?? {};
  const dependencies = siblings[nameOf(key.urn)] ?? [];
  const propertyDependencies = { ...others, origin: dependencies };
  return { ...key, inputs: renamed(key.inputs), outputs: renamed(key.outputs), dependencies, propertyDependencies };
}

describe.each(programs)("$what", ({ main, keys, others = [] }) => {
  const stack = sharedProgram(folder, { main });
  const names = [...Object.keys(keys), ...others];
  const each = (...steps: string[]) =>
    Object.fromEntries(
      [...new Set(names)].map((name) => [name, names.filter((one) => one === name).flatMap(() => steps)]),
    );

  test("is previewed, minted, kept and revoked, and depends on what the program hands over alone", async () => {
    const preview = await stack.preview();
    expect(preview.steps).toEqual(each("create"));
    expect(preview.sent()).toEqual([]);
    expect((await stack.up()).steps).toEqual(each("create"));
    expect(stack.ledger.liveKeys()).toHaveLength(Object.keys(keys).length);
    expect(dependencies(stack)).toEqual(keys);
    const again = await stack.up();
    expect([again.steps, again.sent()]).toEqual([each("same"), []]);
    await stack.destroy();
    expect([stack.ledger.liveKeys(), stack.resources]).toEqual([[], []]);
  });
});

describe("a key and a sibling that has nothing to do with it", () => {
  const stack = sharedProgram(folder, { main: "siblings.js" });
  const edit = (program: Record<string, string>) => Object.assign(stack.environment, program);

  test("the sibling's replacement leaves the key alone", async () => {
    await stack.up();
    expect(dependencies(stack)).toEqual({ inside: {}, outside: {} });
    edit({ VERSION: "2" });
    const { steps } = await stack.up();
    expect(steps).toMatchObject({ inside: ["same"], outside: ["same"] });
    expect(steps.runner).toContain("replace");
  });

  test("the sibling's failure does not keep the key from rotating", async () => {
    const before = ["inside", "outside"].map((name) => keyId(stack, name));
    edit({ VERSION: "3", BROKEN: "1", TRIGGER: "2" });
    const run = await stack.failing("up");
    expect(run.exitCode).not.toBe(0);
    expect(run.errors("runner")).toContain("quota exceeded");
    expect(run.steps).toMatchObject({ inside: ["update"], outside: ["update"] });
    for (const [index, name] of ["inside", "outside"].entries()) {
      expect(keyId(stack, name)).not.toBe(before[index]);
      expect(stack.state(name).outputs.previousKeyId).toBe(before[index]);
    }
  });

  test("the sibling can be destroyed alone", async () => {
    const before = stack.ledger.liveKeys();
    const run = await stack.destroy(undefined, { target: [stack.state("runner").urn] });
    expect(run.steps).toMatchObject({ runner: ["delete"], inside: ["same"], outside: ["same"] });
    expect(stack.ledger.liveKeys()).toEqual(before);
  });
});

describe("the state of an earlier version, in which a key depends on its siblings by a hidden input", () => {
  const stack = sharedProgram(folder, { main: "siblings.js" });

  /** Rewrites the state as earlier versions wrote it. As the engine requires, each key comes after the resources it depends on. */
  async function asWrittenBefore(): Promise<void> {
    const siblings = { inside: [stack.state("runner").urn] };
    await stack.rewrite((resources) => [
      ...resources.filter((resource) => !isKey(resource)),
      ...resources.filter(isKey).map((key) => withOriginOfBefore(key, siblings)),
    ]);
    expect(dependencies(stack)).toEqual({ inside: { origin: ["runner"] }, outside: {} });
  }

  test("an up replaces, changes and sends nothing, and the key depends on its sibling no longer", async () => {
    await stack.up();
    await asWrittenBefore();
    const same = { inside: ["same"], outside: ["same"], runner: ["same"] };
    expect((await stack.preview()).steps).toEqual(same);
    const run = await stack.up();
    expect([run.steps, run.sent(), run.said]).toEqual([same, [], []]);
    expect(dependencies(stack)).toEqual({ inside: {}, outside: {} });
  });

  test("a destroy revokes a key that such an up has kept, and one that no other up has seen since", async () => {
    await stack.destroy(undefined, { target: [stack.state("inside").urn] });
    expect(stack.ledger.revokes).toHaveLength(1);
    await stack.up();
    await asWrittenBefore();
    await stack.destroy();
    expect([stack.ledger.liveKeys(), stack.resources]).toEqual([[], []]);
    expect(stack.ledger.revokes).toHaveLength(3);
  });
});

describe("a component's unit test under the SDK's mocks", () => {
  const stack = sharedProgram(folder);

  test("ends, with the key handed on", async () => {
    const { code, output } = await runChild(process.execPath, ["mocks.js"], { cwd: stack.folder, timeLimitMs: 30_000 });
    const types = ["acme:index:Team blue", "pulumi-nodejs:dynamic/kosli:ServiceAccountApiKey ci"];
    const lines = [
      "pulumi:pulumi:Stack project-stack",
      ...types,
      "test:index:Consumer secret",
      "the consumer's value: mock-key",
    ];
    expect({ code, lines: output.trim().split("\n") }).toEqual({ code: 0, lines });
  });

  test.each(programs)("ends, each key registered: $main", async ({ main, keys }) => {
    const env = { ...process.env, ...stack.emulator.environment() };
    const { code, output } = await runChild(process.execPath, ["under-mocks.js", main], {
      cwd: stack.folder,
      env,
      timeLimitMs: 30_000,
    });
    expect({ code, keys: output.trim().split("\n").at(-1) }).toEqual({
      code: 0,
      keys: Object.keys(keys).toSorted().join(" "),
    });
    expect(stack.ledger.calls()).toEqual([]);
  });
});
