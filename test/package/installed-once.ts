/** One installation for all tests of a file, an emulator, and a project for each test, which is gone after it. */
import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { createEmulator, type Emulator } from "../../emulator/index";
import { type Consumer, installedConsumer } from "./consumer-folder";
import { type PulumiProject, pulumiProject } from "./pulumi-project";

export interface Installed {
  readonly consumer: Consumer;
  readonly emulator: Emulator;
  /** The project of this test; `programFile` as `pulumiProject` reads it. */
  project(folder: string, programFile: string): Promise<PulumiProject>;
}

/** What the file's tests work with; before the first of them it is not there yet. */
export function installedOnce(...installation: Parameters<typeof installedConsumer>): Installed {
  let emulator: Emulator | undefined;
  let consumer: Consumer | undefined;
  let project: PulumiProject | undefined;
  beforeAll(async () => {
    emulator = await createEmulator();
    consumer = await installedConsumer(...installation);
  });
  afterEach(async () => {
    await project?.dispose();
    project = undefined;
    await emulator?.reset();
  });
  afterAll(async () => {
    consumer?.remove();
    await emulator?.close();
  });
  return {
    get consumer() {
      return there(consumer);
    },
    get emulator() {
      return there(emulator);
    },
    async project(folder, programFile) {
      project = await pulumiProject(folder, programFile, there(emulator));
      return project;
    },
  };
}

function there<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error("nothing is installed before the first test");
  return thing;
}
