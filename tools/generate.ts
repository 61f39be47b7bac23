// `npm run generate [-- --check]`: writes what follows from the vendors' folders and from package.json: the resources' classes, the
// lists of vendors, schema.json, the pages of docs/reference and the policy pack's package.json. With `--check` it must never write: it
// names each file that is stale, and fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { definitionsModule, emulatedModule, indexModule, kitsModule } from "./generate/lists";
import { messagesPage } from "./generate/messages";
import { packageSchema } from "./generate/package-schema";
import { policyManifest } from "./generate/policy-manifest";
import { referencePages } from "./generate/reference-pages";
import { resourceModule } from "./generate/resource-module";
import { findVendors, loadDefinition } from "./generate/vendors";
import { projectFile } from "./project";
import { runTool } from "./tool";

runTool(async () => {
  const args = process.argv.slice(2);
  if (args.some((arg) => arg !== "--check")) throw new Error("usage: npm run generate [-- --check]");
  const stale = Object.entries(generatedFiles()).filter(([file, text]) => readText(file) !== text);
  if (args.includes("--check")) {
    if (stale.length === 0) return 0;
    throw new Error(stale.map(([file]) => `${file} is stale: run \`npm run generate\``).join("\n"));
  }
  for (const [file, text] of stale) {
    mkdirSync(dirname(projectFile(file)), { recursive: true });
    writeFileSync(projectFile(file), text);
    console.log(`wrote ${file}`);
  }
  if (stale.length === 0) console.log("nothing to write: all generated files are as they should be");
  return 0;
});

/** Every file is made before the first one is written: a failure leaves all of them as they were. */
function generatedFiles(): Record<string, string> {
  const vendors = findVendors();
  const definitions = vendors.map(loadDefinition);
  const resources = Object.fromEntries(
    definitions.map((definition) => [`provider/${definition.account.vendor}/resource.ts`, resourceModule(definition)]),
  );
  return {
    ...resources,
    ...referencePages(definitions, resources),
    "docs/reference/messages.md": messagesPage(),
    "provider/index.ts": indexModule(vendors),
    "provider/definitions.ts": definitionsModule(vendors),
    "emulator/vendor-list.ts": emulatedModule(vendors),
    "test/vendors/index.ts": kitsModule(vendors),
    "policy/package.json": `${JSON.stringify(policyManifest(), null, 2)}\n`,
    "schema.json": `${JSON.stringify(packageSchema(definitions, resources), null, 2)}\n`,
  };
}

function readText(file: string): string | undefined {
  const path = projectFile(file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
