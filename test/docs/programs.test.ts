/** Runs the programs of README and docs as they stand there, in one stack on the real engine: keys are minted, kept and revoked. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { vendorNames } from "../../emulator/index";
import { projectFile } from "../../tools/project";
import { namedAccount } from "../e2e/harness/environment";
import { freshStack } from "../e2e/harness/stack";
import { codeBlocks } from "./code-blocks";
import { pages, pagesOfOneStack, testsOfPages } from "./pages";
import { programOf } from "./program-of";

const texts = pagesOfOneStack.flatMap((page) => codeBlocks(page, "ts"));
const declared = new RegExp(`new (?:${vendorNames.join("|")})\\.\\w+[<(]`, "g");
const count = texts.reduce((sum, text) => sum + [...text.matchAll(declared)].length, 0);

describe("the programs of the documents", () => {
  const stack = freshStack();

  test("mint their keys, change nothing the second time, and revoke them", async () => {
    const legacy = stack.emulator.strangers.mint("kosli", { description: "Made by hand" });
    const environment = stack.emulator.environment();
    stack.environment = { ...environment, ...namedAccount("us", environment) };
    await stack.configure({ "e2e:legacyKeyId": legacy.id });
    const programs = texts.map((text) => programOf(text, stack.emulator));
    const all = async () => {
      const exported = programs.map((program) => program());
      const outputs = Object.assign({}, ...exported);
      expect(Object.keys(outputs)).toHaveLength(exported.flatMap((each) => Object.keys(each)).length);
      return outputs;
    };
    await stack.up(all);
    const keys = stack.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic/"));
    expect(keys).toHaveLength(count);
    expect(count).toBeGreaterThan(pagesOfOneStack.length / 2);
    const again = await stack.up(all);
    expect([again.changing(), again.sent()]).toEqual([[], []]);
    await stack.destroy();
    expect(stack.ledger.liveKeys()).toEqual([]);
  });

  test("are all run: by this file, or by a test of their own", () => {
    expect(pages.length).toBeGreaterThan(pagesOfOneStack.length);
    expect(testsOfPages.filter((file) => !existsSync(projectFile(file)))).toEqual([]);
  });
});
