/** Gives the tests of a file one installation and one emulator. Each test gets a project, which is removed after it. */
import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { createEmulator, type Emulator } from "../../emulator/index";
import { type Consumer, installedConsumer } from "./consumer-folder";
import { type PulumiProject, pulumiProject } from "./pulumi-project";

export interface Installed {
  readonly consumer: Consumer;
  readonly emulator: Emulator;
  /** Makes the project of this test. `programFile` means the same as in `pulumiProject`. */
  project(folder: string, programFile: string): Promise<PulumiProject>;
}

/** The installation for the tests of a file. Its members may be read only within a test, since it is made right before the first one. */
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
