/** A program gets from our language host what Pulumi's Node language host gives it, and its end is reported in the same way. */
import { describe, expect, test } from "@jest/globals";
import { ensureEngine } from "../../../tools/engine/index";
import { sharedProgram } from "./stack";

const folder = "test/programs/endings";

describe("a program that ends well", () => {
  const stack = sharedProgram(folder, { main: "prints.js" });

  test("finds its folder, its config and the names of its stack, and what it prints is shown", async () => {
    stack.secrets.push("a hidden value");
    await stack.configure({ setting: "plain", hidden: "a hidden value" });
    const run = await stack.up();
    expect(run.output).toMatch(/^ +a line on stdout$/m);
    expect(run.output).toMatch(/^ +a line on stderr$/m);
    expect(await stack.outputs()).toEqual({
      folder: stack.folder,
      program: [expect.stringMatching(/@pulumi\/pulumi\/cmd\/run/)],
      setting: "plain",
      secret: "a hidden value",
      isPreview: false,
      names: ["endings", "test", "organization"],
    });
    expect(run.exitCode).toBe(0);
  });

  test("is named where its config lacks a variable", async () => {
    await stack.command("config", "rm", "setting", "--stack", "test");
    const { exitCode, output } = await stack.failing("up");
    expect(exitCode).not.toBe(0);
    expect(output).toContain("Missing required configuration variable 'endings:setting'");
    expect(output).not.toContain("non-zero exit code");
  });
});

describe.each([
  ["throws.js", "failed with an unhandled exception"],
  ["exits.js", "Program exited with non-zero exit code: 3"],
])("the program %s", (main, said) => {
  const stack = sharedProgram(folder, { main });

  test("fails the run, which tells why", async () => {
    const { exitCode, output } = await stack.failing("preview");
    expect(exitCode).not.toBe(0);
    expect(output).toContain(said);
  });
});

describe("a program that hangs", () => {
  const stack = sharedProgram(folder, { main: "hangs.js" });

  test("fails the run when its time is over", async () => {
    // The engine's own language host has no limit, so there the test ends the whole run.
    const { hasNodeLanguageHost } = await ensureEngine();
    stack.programLimitMs = 3_000;
    const { exitCode, output } = await stack.failing("up");
    expect(exitCode).not.toBe(0);
    if (!hasNodeLanguageHost) expect(output).toContain("the program still ran after 3000 ms");
  });
});
