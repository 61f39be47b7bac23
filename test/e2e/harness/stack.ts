/** How tests get their stacks. After each test the stack is audited; a test cannot leave that out. */
import { afterAll, afterEach, beforeAll, beforeEach } from "@jest/globals";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../emulator/index";
import { projectFile } from "../../../tools/project";
import type { ProgramFolder } from "./scratch-project";
import { TestStack } from "./test-stack";

/** One stack for the tests of a `describe`, which go on from each other. */
export function sharedStack(options: EmulatorOptions = {}): TestStack {
  return shared(new TestStack(options));
}

/** The same, for a folder of the repository that is a Pulumi project: it is run as its user runs it. */
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
