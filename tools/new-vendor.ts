// `npm run new-vendor <name>`: writes a new vendor's three folders, which work against their own emulator from the start, and puts the
// vendor into each list. `FILL IN` marks what the vendor's documents decide. It must never write over a file that is there.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runChild } from "./child";
import { isVendorName } from "./generate/vendors";
import { projectFile, projectRoot } from "./project";
import { runTool } from "./tool";

/** The folders to write, by the folders of their templates. */
const folders: Readonly<Record<string, (vendor: string) => string>> = {
  provider: (vendor) => join("provider", vendor),
  emulator: (vendor) => join("emulator", vendor),
  test: (vendor) => join("test", "vendors", vendor),
};

const usage = "usage: npm run new-vendor <name>, in small letters and digits, as in `acme`";

runTool(async () => {
  const [vendor = "", ...more] = process.argv.slice(2);
  if (!isVendorName(vendor) || more.length > 0) throw new Error(usage);
  const files = Object.entries(folders).flatMap(([templates, folderOf]) =>
    filesOf(templates, folderOf(vendor), vendor),
  );
  const present = files.find(({ file }) => existsSync(projectFile(file)));
  if (present) throw new Error(`${present.file} is there already: nothing was written`);
  for (const { file, text } of files) {
    mkdirSync(dirname(projectFile(file)), { recursive: true });
    writeFileSync(projectFile(file), text);
    console.log(`wrote ${file}`);
  }
  // Biome sorts imports by name, so their order depends on the vendor's name.
  await run("biome", ["check", "--write", ...files.map(({ file }) => file)]);
  await run("node", [projectFile("tools", "run.mjs"), "generate"]);
  console.log(`next: \`grep -rn "FILL IN" provider/${vendor} emulator/${vendor} test/vendors/${vendor}\``);
  return 0;
});

async function run(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runChild(command, args, { cwd: projectRoot, env: process.env });
  process.stdout.write(output);
  if (code !== 0) throw new Error(`${command} failed, for the reason above: mend that, then \`npm run generate\``);
}

function filesOf(templates: string, folder: string, vendor: string): { file: string; text: string }[] {
  const source = projectFile("tools", "new-vendor", templates);
  return readdirSync(source).map((name) => ({
    file: join(folder, name.replace(/\.txt$/, "")),
    text: named(readFileSync(join(source, name), "utf8"), vendor),
  }));
}

/** The templates are those of a vendor called Acme. */
function named(text: string, vendor: string): string {
  const title = vendor.charAt(0).toUpperCase() + vendor.slice(1);
  return text.replaceAll("ACME", vendor.toUpperCase()).replaceAll("Acme", title).replaceAll("acme", vendor);
}
