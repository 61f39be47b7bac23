/** tools/build.mjs: in one clone only one build runs at a time, and a killed build keeps no other waiting. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { projectFile } from "../../tools/project";
import { cleanUp, start, temporaryFolder } from "./processes";

let clone: string;

beforeEach(() => {
  clone = temporaryFolder();
  mkdirSync(join(clone, "tools"));
  cpSync(projectFile("tools", "build.mjs"), join(clone, "tools", "build.mjs"));
});
afterEach(cleanUp);

const build = () => start(process.execPath, [join(clone, "tools", "build.mjs"), "--build"], process.env, clone);

/** Makes this source the tsc that `build.mjs` runs. */
function tsc(source: string): void {
  const bin = join(clone, "node_modules", "typescript", "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "tsc"), source);
}

test("builds that start together run one after the other, with tsc's arguments", async () => {
  tsc(`const log = (text) => require("node:fs").appendFileSync("log", text + "\\n");
    log(process.argv.slice(2));
    setTimeout(() => log("built"), 20);`);
  const all = await Promise.all(Array.from({ length: 6 }, () => build().ended));

  expect(all.map(({ code, stderr }) => [code, stderr])).toEqual(Array(6).fill([0, ""]));
  expect(readFileSync(join(clone, "log"), "utf8")).toBe("--build\nbuilt\n".repeat(6));
});

test("a killed build keeps nobody waiting", async () => {
  tsc(`console.log("building"); setInterval(() => {}, 1000);`);
  const killed = build();
  await killed.printed("building");
  tsc(`console.log("built");`);
  const next = build();
  killed.child.kill("SIGKILL");
  expect(await next.ended).toMatchObject({ code: 0, stdout: "built\n", stderr: "" });
});
