// `npm run rooms`: writes the table of docs/architecture.md: how many files and lines each room has. The text around it is written by
// hand and must never be touched.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { findVendors } from "./generate/vendors";
import { projectFile } from "./project";
import { runTool } from "./tool";

const document = projectFile("docs", "architecture.md");
const [begin, end] = ["<!-- rooms: written by `npm run rooms` -->", "<!-- /rooms -->"];

/** From the top down. */
const rooms = ["engine", "keys", "run", "record", "program", "vendor", "values"];

runTool(async () => {
  const [before, rest] = readFileSync(document, "utf8").split(begin);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined) throw new Error(`docs/architecture.md lacks ${begin} … ${end}`);
  const folders = [
    "provider/plugin",
    ...rooms.map((room) => `provider/core/${room}`),
    ...findVendors().map((vendor) => `provider/${vendor}`),
    "emulator",
    "policy",
  ];
  const table = ["| room | files | lines | longest file |", "|---|---|---|---|", ...folders.map(rowOf)].join("\n");
  writeFileSync(document, `${before}${begin}\n${table}\n${end}${after}`);
  console.log(table);
  return 0;
});

function rowOf(folder: string): string {
  const files = readdirSync(projectFile(folder), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const lines = files.map((file) => readFileSync(projectFile(folder, file), "utf8").split("\n").length - 1);
  return `| \`${folder}\` | ${files.length} | ${lines.reduce((all, some) => all + some, 0)} | ${Math.max(...lines)} |`;
}
