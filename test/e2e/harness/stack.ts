/** How tests get their stacks. Each stack is searched for secrets and forbidden calls after each test. A test cannot leave that out. */
import { afterAll, afterEach, beforeAll, beforeEach } from "@jest/globals";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../emulator/index";
import { projectFile } from "../../../tools/project";
import type { ProgramFolder } from "./scratch-project";
import { TestStack } from "./test-stack";

/** One stack for all tests of a `describe`. Each test goes on where the one before it ended. */
export function sharedStack(options: EmulatorOptions = {}): TestStack {
  return shared(new TestStack(options));
}

/** Like `sharedStack`, with a Pulumi project of the repository as the program. It runs as a user runs it. */
export function sharedProgram(folder: string, program: Omit<ProgramFolder, "path"> = {}): TestStack {
  return shared(new TestStack({}, { path: projectFile(folder), ...program }));
}

function shared(stack: TestStack): TestStack {
  beforeAll(() => stack.open());
  afterEach(() => stack.audit());
  afterAll(() => stack.close());
  return stack;
}

/** A new stack for each test. */
export function freshStack(options: EmulatorOptions = {}): TestStack {
  const stack = new TestStack(options);
  beforeEach(() => stack.open());
  afterEach(async () => {
    try {
      stack.audit();
    } finally {
      await stack.close();
    }
  });
  return stack;
}

/** Runs a test with a second emulator: the same vendors at other URLs. Its secrets must not show either. */
export async function withOtherUrls(stack: TestStack, test: (other: Emulator) => Promise<void>): Promise<void> {
  const other = await createEmulator();
  try {
    await test(other);
  } finally {
    stack.secrets.push(...other.ledger.secrets());
    // An emulator that stays open would keep jest from ending.
    await other.close();
  }
}
