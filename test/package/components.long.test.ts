// Programs that a new user may write, with the packed package, each in a process of its own: keys in components, beside siblings, under
// mocks, without arguments, with nulls. test/e2e checks the same programs in more detail.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { runChild } from "../../tools/child";
import { projectFile } from "../../tools/project";
import { json } from "./consumer-folder";
import { installedOnce } from "./installed-once";
import { nullsProgram, withoutArgumentsProgram } from "./programs";
import type { PulumiProject } from "./pulumi-project";

const installed = installedOnce();
const folder = () => join(installed.consumer.folder, "components");

beforeAll(() => {
  cpSync(projectFile("test", "programs", "components"), folder(), { recursive: true });
  installed.consumer.write({
    "components/package.json": json({ private: true, type: "module" }),
    "components/nulls.js": nullsProgram,
    "components/without-arguments.js": withoutArgumentsProgram,
  });
});

async function projectOf(main: string): Promise<PulumiProject> {
  installed.consumer.write({ "components/Pulumi.yaml": `name: components\nruntime: nodejs\nmain: ${main}\n` });
  return installed.project(folder(), main);
}

const live = () => installed.emulator.ledger.liveKeys().map(({ id }) => id);

test.each([
  ["a key and what uses it", "key-and-consumer.js", 1],
  ["two keys, and one beside it", "two-keys.js", 3],
  ["keys with nulls for what may be left out", "nulls.js", 6],
])("%s: minted, kept and revoked", async (_what, main, keys) => {
  const project = await projectOf(main);
  const up = await project.run("up");
  expect(up).toMatchObject({ code: 0 });
  expect(up.output).not.toMatch(/<nil>|\bundefined\b/);
  expect(live()).toHaveLength(keys);
  const again = await project.run("up");
  expect(again).toMatchObject({ code: 0 });
  expect(again.output).toMatch(/Resources:\s+\d+ unchanged\s+Duration/);
  expect(await project.run("destroy")).toMatchObject({ code: 0 });
  expect(live()).toEqual([]);
  expect(installed.emulator.ledger.mints).toHaveLength(keys);
});

test("a sibling's failure does not keep a key from rotating, and its destroy leaves the key alone", async () => {
  const project = await projectOf("siblings.js");
  expect(await project.run("up")).toMatchObject({ code: 0 });
  const first = live();
  project.export({ VERSION: "2", BROKEN: "1", TRIGGER: "2" });
  const failed = await project.run("up", "--continue-on-error");
  expect(failed.code).not.toBe(0);
  expect(failed.output).toContain("quota exceeded");
  expect(live()).toHaveLength(2 * first.length);
  const destroy = await project.run("destroy", "--target", "**::runner");
  expect(destroy).toMatchObject({ code: 0 });
  expect(destroy.output).toMatch(/- 1 deleted/);
  expect(live()).toHaveLength(2 * first.length);
  expect(await project.run("destroy")).toMatchObject({ code: 0 });
  expect(live()).toEqual([]);
});

test("a component's unit test under the SDK's mocks ends, with the key handed on", async () => {
  const { code, output } = await runChild(process.execPath, ["mocks.js"], { cwd: folder(), timeLimitMs: 30_000 });
  expect({ code, last: output.trim().split("\n").at(-1) }).toEqual({
    code: 0,
    last: "the consumer's value: mock-key",
  });
});

test("a key without arguments is refused by a sentence that names the input", async () => {
  const project = await projectOf("without-arguments.js");
  const up = await project.run("up");
  expect(up.code).not.toBe(0);
  expect(up.output).toMatch(/serviceAccount/);
  expect(up.output).not.toMatch(/Cannot read properties/);
  expect(installed.emulator.ledger.calls()).toEqual([]);
});
