// Follows guides to the letter, in folders like a user's: the first key, from an empty folder on; the programs that hand a key to other
// vendors' resources; the tests that a guide shows. `pulumi up` gets our language host where the CLI has none.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { createEmulator, type Emulator } from "../../emulator/index";
import { runChild } from "../../tools/child";
import { type Engine, ensureEngine } from "../../tools/engine/index";
import { projectFile, projectRoot } from "../../tools/project";
import { shortenedWaits } from "../e2e/harness/environment";
import { withLanguageHost } from "../e2e/harness/language-host";
import { type Consumer, installedConsumer } from "../package/consumer-folder";
import { folderElsewhere } from "../package/packed";
import { codeBlocks, commands } from "./code-blocks";

const { version, devDependencies } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
let engine: Engine;
let emulator: Emulator;
let consumer: Consumer;

beforeAll(async () => {
  engine = await ensureEngine();
  emulator = await createEmulator();
  const names = ["typescript", "@types/node"];
  const compilers = Object.fromEntries(names.map((name) => [name, devDependencies[name]]));
  const others = { "@pulumi/aws": "7.48.0", "@pulumi/github": "6.15.0", "@pulumi/kubernetes": "4.34.2" };
  consumer = await installedConsumer({ devDependencies: { ...compilers, ...others } });
});
afterAll(async () => {
  consumer?.remove();
  await emulator?.close();
});

/** A command line as a user types it, in a shell. */
async function typed(folder: string, line: string, env: NodeJS.ProcessEnv) {
  const { code, output } = await runChild("sh", ["-e", "-c", line], { cwd: folder, env, timeLimitMs: 100_000 });
  if (code !== 0) throw new Error(`${line} ended with ${code}:\n${output}`);
  return output;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe("docs/guide/first-key.md", () => {
  const page = "docs/guide/first-key.md";
  const folder = folderElsewhere();
  const home = join(folder, "home");
  const project = join(folder, "project");
  const env = () => ({
    ...process.env,
    ...engine.env,
    ...shortenedWaits,
    ...emulator.environment(),
    HOME: home,
    npm_config_cache: process.env.npm_config_cache ?? join(process.env.HOME ?? "", ".npm"),
    PULUMI_HOME: join(home, ".pulumi"),
    PULUMI_CONFIG_PASSPHRASE: "for tests only",
  });
  const all = commands(page);
  const one = (start: string) => {
    const found = all.find((line) => line.startsWith(start));
    if (found === undefined) throw new Error(`${page} has no command that starts with \`${start}\``);
    return found;
  };

  beforeAll(() => {
    mkdirSync(home, { recursive: true });
    const [settings = ""] = codeBlocks(page, "yaml");
    const [manifest = ""] = codeBlocks(page, "json");
    const program = codeBlocks(page, "ts").find((text) => text.includes("kosli"));
    write(join(project, "Pulumi.yaml"), settings);
    // The SDK has the repository's version, so that a new release of Pulumi cannot change this test.
    write(join(project, "package.json"), manifest.replace("^3.250.0", sdkVersion));
    write(join(project, "index.ts"), program ?? "");
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("the package is packed from a clone and installed", async () => {
    // `--ignore-scripts` skips the build before packing. It would replace files that other tests are using.
    await typed(project, `${one("npm pack").replace("~/pulumi-apikeys", projectRoot)} --ignore-scripts`, env());
    const install = one("npm install ./");
    expect(install).toContain(`pulumi-apikeys-${version}.tgz`);
    await typed(project, install, env());
  });

  test("a stack is made, the config is set, the key is minted, read, kept and revoked", async () => {
    // The command is not run as it stands: `--local` always uses the real home folder of the person who runs the test, whatever HOME says.
    expect(one("pulumi login")).toBe("pulumi login --local");
    for (const line of [`pulumi login file://${home}`, one("pulumi stack init")]) await typed(project, line, env());
    for (const line of all.filter((each) => each.startsWith("pulumi config")))
      await typed(project, `echo canary-value | ${line}`, env());
    const hosted = (command: string) =>
      withLanguageHost(engine, { environment: env(), timeLimitMs: 60_000 }, (flags) =>
        typed(project, `${command} --non-interactive ${flags.join(" ")}`, env()),
      );
    const preview = await hosted("pulumi preview --diff");
    expect(preview).toContain("serviceAccount");
    // A preview shows no inputs that the constructor adds.
    expect(preview).not.toMatch(/origin|__provider/);
    const up = () => hosted("pulumi up --yes");
    expect(await up()).toContain("[secret]");
    const value = (await typed(project, one("pulumi stack output"), env())).trim();
    expect(emulator.ledger.authenticates(value)).toBe(true);
    const requests = emulator.ledger.calls().length;
    await up();
    expect(emulator.ledger.calls()).toHaveLength(requests);
    await typed(project, `${one("pulumi destroy")} --yes --non-interactive`, env());
    expect(emulator.ledger.liveKeys()).toEqual([]);
  });
});

describe("docs/guide/hand-a-key-on.md", () => {
  const programs = codeBlocks("docs/guide/hand-a-key-on.md", "typescript").filter((text) => text.startsWith("import"));
  const compile = async (texts: readonly string[]) => {
    const files = texts.map((text, index) => [`hand-on/${index}.ts`, text] as const);
    const compilerOptions = {
      strict: true,
      module: "nodenext",
      target: "es2023",
      noEmit: true,
      skipLibCheck: true,
      types: ["node"],
    };
    consumer.write({ ...Object.fromEntries(files), "hand-on/tsconfig.json": JSON.stringify({ compilerOptions }) });
    return await runChild(join(consumer.folder, "node_modules/.bin/tsc"), ["-p", "hand-on"], { cwd: consumer.folder });
  };

  test("its programs compile against the other vendors' packages, and a wrong one does not", async () => {
    expect(programs).toHaveLength(3);
    expect(await compile(programs)).toEqual({ code: 0, output: "" });
    const wrong = programs.map((text) => text.replace("plaintextValue", "plainValue"));
    expect((await compile(wrong)).output).toContain("plainValue");
  });
});

describe("docs/guide/test-your-program.md", () => {
  const page = "docs/guide/test-your-program.md";
  const [jestTest = "", rotationTest = "", mocksTest = ""] = codeBlocks(page, "typescript");
  const run = async (command: string, ...args: string[]) => {
    const env = { ...process.env, ...engine.env, NODE_OPTIONS: "" };
    return await runChild(command, args, { cwd: consumer.folder, env, timeLimitMs: 100_000 });
  };

  test.each([
    ["test/rotation.test.mts", rotationTest],
    ["test/team-key.test.mts", mocksTest],
  ])("node --test %s", async (file, text) => {
    expect(readFileSync(projectFile(page), "utf8")).toContain(`\`node --test ${file}\``);
    consumer.write({ [file]: text });
    const { code, output } = await run(process.execPath, "--test", file);
    expect([code, output]).toEqual([0, expect.stringMatching(/pass 1\b/)]);
  });

  test("npx jest test/keys.test.ts", async () => {
    consumer.write({ "test/keys.test.ts": jestTest });
    // The repository's jest runs the test, so that none is installed.
    const transform = { "\\.ts$": [require.resolve("@swc/jest"), { module: { type: "commonjs" } }] };
    const config = { rootDir: consumer.folder, transform, modulePaths: [join(projectRoot, "node_modules")] };
    const jest = require.resolve("jest/bin/jest");
    const { code, output } = await run(process.execPath, jest, "--config", JSON.stringify(config), "test/keys.test.ts");
    expect([code, output]).toEqual([0, expect.stringMatching(/1 passed/)]);
  });
});
