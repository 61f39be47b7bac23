/** tools/run.mjs builds what has changed, and runs a tool on the project's own Node. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { cleanUp, script, start, temporaryFolder, untilExists } from "./processes";

let clone: string;

beforeEach(() => {
  clone = temporaryFolder();
  mkdirSync(join(clone, "tools"));
  for (const file of ["run.mjs", "build.mjs"]) cpSync(projectFile("tools", file), join(clone, "tools", file));
});
afterEach(cleanUp);

const json = (path: string, value: unknown) => writeFileSync(join(clone, path), JSON.stringify(value));
const run = (...args: string[]) =>
  start(process.execPath, [join(clone, "tools", "run.mjs"), ...args], process.env, clone);

/** A small project in the clone: this repository's TypeScript and Node, and one tool. */
function installed(toolSource: string): void {
  mkdirSync(join(clone, "node_modules", ".bin"), { recursive: true });
  symlinkSync(projectFile("node_modules", "typescript"), join(clone, "node_modules", "typescript"));
  symlinkSync(projectFile("node_modules", ".bin", "node"), join(clone, "node_modules", ".bin", "node"));
  json("package.json", { name: "clone", engines: { node: ">=22.19" } });
  json("package-lock.json", { lockfileVersion: 3, packages: { "": { name: "clone" } } });
  json("node_modules/.package-lock.json", { lockfileVersion: 3, packages: {} });
  json("tsconfig.json", {
    compilerOptions: { target: "es2023", module: "nodenext", types: [], rootDir: ".", outDir: "dist" },
    include: ["tools"],
  });
  tool(toolSource);
}

function tool(source: string): void {
  writeFileSync(
    join(clone, "tools", "greet.ts"),
    `declare const process: any, console: any, setInterval: any, require: any;\n${source}\n`,
  );
}

describe("in a clone that is set up", () => {
  test("the tool gets the arguments, and its exit code and stdout come through untouched", async () => {
    installed("console.log(process.argv.slice(2).join()); process.exit(7);");
    expect(await run("greet", "--loud", "a b").ended).toMatchObject({ code: 7, stdout: "--loud,a b\n", stderr: "" });
  });

  test("`node` is the project's own, also in what the tool starts", async () => {
    installed('console.log(require("child_process").execFileSync("sh", ["-c", "command -v node"]).toString().trim());');
    expect((await run("greet").ended).stdout).toBe(`${join(clone, "node_modules", ".bin", "node")}\n`);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s reaches the tool, which decides how it ends",
    async (signal) => {
      installed(
        `process.on("${signal}", () => process.exit(42)); setInterval(() => {}, 1000); console.log("listening");`,
      );
      const running = run("greet");
      await running.printed("listening");
      running.child.kill(signal);
      expect((await running.ended).code).toBe(42);
    },
  );

  test("a tool ended by a signal is reported the way a shell does", async () => {
    installed('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);');
    expect((await run("greet").ended).code).toBe(128 + 9);
  });

  test("a changed source is built before it runs", async () => {
    installed('console.log("before");');
    await run("greet").ended;
    tool('console.log("after");');
    expect((await run("greet").ended).stdout).toBe("after\n");
  });

  test("a source that does not compile is not run", async () => {
    installed('const wrong: number = "text"; console.log(wrong);');
    const { code, stdout, stderr } = await run("greet").ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error TS2322");
  });

  test("a name that is neither a tool nor a command is refused", async () => {
    installed("");
    const { code, stderr } = await run("gret").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("neither tools/gret.ts nor a command gret");
  });

  test("without the project's Node a newer one serves, and one too old says what to do", async () => {
    installed('console.log("ran");');
    rmSync(join(clone, "node_modules", ".bin", "node"));
    expect((await run("greet").ended).stdout).toBe("ran\n");

    json("package.json", { name: "clone", engines: { node: ">=99.1" } });
    const { code, stderr } = await run("greet").ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Node 99.1 or newer is needed");
    expect(stderr).toContain("npm rebuild node --ignore-scripts=false");
  });
});

describe("in a fresh clone", () => {
  beforeEach(async () => {
    const packed = join(clone, "greeter.tgz");
    mkdirSync(join(clone, "package"));
    json("package/package.json", { name: "greeter", version: "1.0.0", bin: "greet" });
    script(join(clone, "package", "greet"), 'echo "hello $1"');
    await start("tar", ["-czf", packed, "-C", clone, "package"]).ended;
    const integrity = `sha512-${createHash("sha512").update(readFileSync(packed)).digest("base64")}`;
    const root = { name: "clone", version: "1.0.0", dependencies: { greeter: `file:${packed}` } };
    json("package.json", root);
    json("package-lock.json", {
      lockfileVersion: 3,
      packages: {
        "": root,
        "node_modules/greeter": { version: "1.0.0", resolved: `file:${packed}`, integrity, bin: { greeter: "greet" } },
      },
    });
  });

  const installing = () => readdirSync(join(clone, "dist"));

  /** A run whose npm makes half of node_modules, and the other half once `goOn` is called. */
  async function halfInstalled() {
    const [bin, goOn] = [join(clone, "bin"), join(clone, "go-on")];
    mkdirSync(bin, { recursive: true });
    script(
      join(bin, "npm"),
      `mkdir -p node_modules/.bin && touch node_modules/.bin/greeter && touch ${clone}/half-$PPID
      while [ ! -e ${goOn} ]; do sleep 0.05; done
      PATH=\${PATH#*:} exec npm "$@"`,
    );
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
    const running = start(process.execPath, [join(clone, "tools", "run.mjs"), "greeter", "slow"], env);
    await untilExists(join(clone, `half-${running.child.pid}`));
    return { ...running, goOn: () => writeFileSync(goOn, "") };
  }

  test("the dependencies are installed once, and stdout stays the command's", async () => {
    const first = await run("greeter", "you").ended;
    expect(first).toMatchObject({ code: 0, stdout: "hello you\n" });
    expect(first.stderr).toMatch(
      /^pulumi-apikeys: installing the dependencies \(npm ci\)…\npulumi-apikeys: installed in [\d.]+ s\n$/,
    );
    expect(await run("greeter", "again").ended).toMatchObject({ code: 0, stdout: "hello again\n", stderr: "" });
    expect(installing()).toEqual([]);
  });

  test("two at once both end well, and neither touches what the other has installed", async () => {
    const first = await halfInstalled();
    expect(await run("greeter", "fast").ended).toMatchObject({ code: 0, stdout: "hello fast\n" });
    const inUse = join(clone, "node_modules", "in-use");
    writeFileSync(inUse, "");
    first.goOn();
    expect(await first.ended).toMatchObject({ code: 0, stdout: "hello slow\n" });
    expect(existsSync(inUse)).toBe(true);
  });

  test("an install that is killed leaves nothing in use, and the next one removes it", async () => {
    const goesOn = await halfInstalled();
    const killed = await halfInstalled();
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    expect(existsSync(join(clone, "node_modules"))).toBe(false);
    expect(installing()).toHaveLength(2);

    expect(await run("greeter", "you").ended).toMatchObject({ code: 0, stdout: "hello you\n" });
    expect(installing()).toEqual([expect.stringContaining(`install-${goesOn.child.pid}-`)]);
    goesOn.goOn();
    expect((await goesOn.ended).code).toBe(0);
    expect(installing()).toEqual([]);
  });

  test("an install that fails says so, and the next run tries again", async () => {
    renameSync(join(clone, "package-lock.json"), join(clone, "away.json"));
    const failed = await run("greeter", "you").ended;
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("npm ci failed, for the reason above");
    expect(existsSync(join(clone, "node_modules", ".package-lock.json"))).toBe(false);

    renameSync(join(clone, "away.json"), join(clone, "package-lock.json"));
    expect(await run("greeter", "you").ended).toMatchObject({ code: 0, stdout: "hello you\n" });
  });
});
