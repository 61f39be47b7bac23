// Which vendors there are: a folder of provider/ that has a definition.ts is one. A vendor must never be named in the generator.
import { existsSync, readdirSync } from "node:fs";
import type { Definition } from "../../provider/core/vendor/definition";
import { projectFile } from "../project";

/** Whether a text can be a vendor's name: a folder, an identifier and a config namespace. */
export function isVendorName(text: string): boolean {
  return /^[a-z][a-z0-9]*$/.test(text);
}

/** Vendors in the order of their names. */
export function findVendors(): string[] {
  const vendors = readdirSync(projectFile("provider"))
    .filter((folder) => existsSync(projectFile("provider", folder, "definition.ts")))
    .sort();
  const unfit = vendors.find((vendor) => !isVendorName(vendor));
  if (unfit === undefined) return vendors;
  throw new Error(
    `provider/${unfit} cannot be a vendor's folder: its name becomes an identifier, a config namespace and a variable's prefix, ` +
      "so rename it to lower-case letters and digits.",
  );
}

/** The definition as it was built: only running it tells what `identity` holds. */
export function loadDefinition(vendor: string): Definition {
  const { definition } = requireBuilt(vendor, "definition") as { definition?: Definition };
  if (!definition)
    throw new Error(`provider/${vendor}/definition.ts exports no \`definition\`: see those of the other vendors.`);
  if (!definition.type.startsWith(`${vendor}:`) || definition.account.vendor !== vendor) {
    throw new Error(
      `provider/${vendor}: the definition is of ${definition.type}, with accounts of ${definition.account.vendor}; ` +
        `both must be of ${vendor}, like the folder.`,
    );
  }
  return definition;
}

/** The inputs that all vendors share, without those that the constructor writes by itself. */
export function loadCommonInputs(): string[] {
  const { commonInputs } = requireBuilt(
    "core/program",
    "inputs",
  ) as typeof import("../../provider/core/program/inputs");
  return Object.keys(commonInputs.shape).filter((input) => input !== "origin");
}

function requireBuilt(folder: string, module: string): unknown {
  const path = projectFile("dist", "provider", folder, `${module}.js`);
  if (!existsSync(path))
    throw new Error(
      `provider/${folder}/${module}.ts is not built: run this as \`npm run generate\`, which builds first.`,
    );
  return require(path);
}
